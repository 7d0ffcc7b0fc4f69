import * as macie2 from '@aws-sdk/client-macie2';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { DataClass, DayOfWeek, DiscoverySchedule, SecureBucket, SecureQueue, TrustZone, ZeroTrustChecks } from '../../src';
import { DataWatch } from '../../src/detect/data-watch';
import { DataWatchProps, MacieSource } from '../../src/detect/data-watch-props';
import { ThreatSeverity } from '../../src/detect/threat-severity';
import { checkShape, operationOf } from '../support/fake-aws/shapes';
import { findingsOf, stackFindings } from '../support/packs';

const byId = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const CASES = { name: 'CaseNumber', dataClass: DataClass.RESTRICTED, regex: 'CASE-[0-9]{8}', keywords: ['case'] };

const bucketOf = (stack: Stack, dataClass: DataClass, id = 'Docs') => new SecureBucket(stack, id, { withoutReplica: 'a test', dataClass });

function templateOf(props?: DataWatchProps, dataClass = DataClass.RESTRICTED): Template {
  const stack = new Stack(new App(), 'Stack');
  new DataWatch(stack, 'Watch', props);
  bucketOf(stack, dataClass);
  return Template.fromStack(stack);
}

describe('a watch of data', () => {
  test('enables Macie when a bucket of the zone holds restricted data, made before or after', () => {
    templateOf().hasResource('AWS::Macie::Session', {
      Properties: { Status: 'ENABLED', FindingPublishingFrequency: 'FIFTEEN_MINUTES' }, DeletionPolicy: 'RetainExceptOnCreate',
    });
    const stack = new Stack(new App(), 'Stack');
    bucketOf(stack, DataClass.RESTRICTED);
    new DataWatch(stack, 'Watch');
    Template.fromStack(stack).resourceCountIs('AWS::Macie::Session', 1);
  });

  test('makes nothing in a zone without such a bucket', () => {
    const stack = new Stack(new App(), 'Stack');
    new DataWatch(stack, 'Watch', { sensitiveData: [CASES] });
    bucketOf(stack, DataClass.CONFIDENTIAL);
    new SecureQueue(stack, 'Queue', { dataClass: DataClass.RESTRICTED });
    const template = Template.fromStack(stack);
    ['AWS::Macie::Session', 'AWS::Macie::CustomDataIdentifier', 'AWS::Events::Rule'].forEach((type) => template.resourceCountIs(type, 0));
    expect(JSON.stringify(template.toJSON())).not.toContain('AWSServiceRoleForAmazonMacie');
  });

  test('starts at another class', () => {
    templateOf({ fromClass: DataClass.CONFIDENTIAL }, DataClass.CONFIDENTIAL).resourceCountIs('AWS::Macie::Session', 1);
  });

  test('makes one session and one statement for several buckets', () => {
    const stack = new Stack(new App(), 'Stack');
    new DataWatch(stack, 'Watch');
    ['One', 'Two'].forEach((id) => bucketOf(stack, DataClass.RESTRICTED, id));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Macie::Session', 1);
    expect(JSON.stringify(template.toJSON()).match(/AllowMacie/g)).toHaveLength(1);
  });

  test('lets Macie, and nobody else, decrypt through S3 under the keys of such buckets', () => {
    const keys = Object.entries<any>(templateOf().findResources('AWS::KMS::Key'))
      .map(([id, { Properties }]) => [id, Properties.KeyPolicy.Statement.filter(({ Sid }: any) => Sid === 'AllowMacie')]);
    expect(keys.filter(([, found]) => found.length > 0)).toEqual([[expect.stringMatching(/^TrustZoneRestrictedKey/), [{
      Sid: 'AllowMacie',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: {
        StringEquals: {
          'kms:CallerAccount': { Ref: 'AWS::AccountId' },
          'kms:ViaService': { 'Fn::Join': ['', ['s3.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] },
        },
        ArnEquals: {
          'aws:PrincipalArn': {
            'Fn::Join': ['', [
              'arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' },
              ':role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie',
            ]],
          },
        },
      },
    }]]]);
  });

  test('identifies data of the organization by class, once Macie is enabled', () => {
    const template = templateOf({ sensitiveData: [CASES] });
    template.hasResource('AWS::Macie::CustomDataIdentifier', {
      Properties: {
        Name: 'CaseNumber',
        Regex: 'CASE-[0-9]{8}',
        Keywords: ['case'],
        Description: 'Data of class RESTRICTED',
        Tags: [{ Key: 'cdk-zero-trust:data-class', Value: 'RESTRICTED' }],
      },
      DependsOn: [Object.keys(template.findResources('AWS::Macie::Session'))[0]],
    });
  });

  test.each([
    [undefined, 2], [ThreatSeverity.LOW, 1], [ThreatSeverity.HIGH, 3], [ThreatSeverity.CRITICAL, 3],
  ])('sends findings from %s on to the zone\'s topic', (minSeverity, score) => {
    templateOf({ minSeverity }).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { 'source': ['aws.macie'], 'detail-type': ['Macie Finding'], 'detail': { severity: { score: [{ numeric: ['>=', score] }] } } },
      Targets: [Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp('^TrustZoneAlarms') } })],
    });
  });

  test('takes a session that is there already, and records whose it is', () => {
    const stack = new Stack(new App(), 'Stack');
    const watch = new DataWatch(stack, 'Watch', { session: MacieSource.existing('security-team'), sensitiveData: [CASES] });
    bucketOf(stack, DataClass.RESTRICTED);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Macie::Session', 0);
    template.hasResource('AWS::Macie::CustomDataIdentifier', { DependsOn: Match.absent() });
    template.resourceCountIs('AWS::Events::Rule', 1);
    expect(watch.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-zero-trust:existing-session', data: 'existing, security-team' }));
  });

  test.each([undefined, DiscoverySchedule.weekly(DayOfWeek.SUNDAY)])('leaves nothing open in the five packs and ours', (discovery) => {
    const build = (stack: Stack) => { new DataWatch(stack, 'Watch', { sensitiveData: [CASES], discovery }); bucketOf(stack, DataClass.RESTRICTED); };
    expect(stackFindings(build).open).toEqual([]);
    expect(findingsOf((app) => build(new Stack(app, 'Stack')), [new ZeroTrustChecks()]).open).toEqual([]);
  });

  test('refuses a second session for an account and region, made before or after', () => {
    const app = new App();
    const one = new Stack(app, 'One');
    new DataWatch(one, 'Watch');
    bucketOf(one, DataClass.RESTRICTED);
    expect(() => new DataWatch(new Stack(app, 'Two'), 'Watch')).toThrow(byId('TwoInOneRegion'));
    expect(() => new DataWatch(new Stack(app, 'Three'), 'Watch', { session: MacieSource.existing('security-team') })).not.toThrow();
    new CfnResource(one, 'Plain', { type: 'AWS::Macie::Session' });
    expect(() => Template.fromStack(one)).toThrow(/TwoInOneRegion: One\/Plain makes the Macie session/);
  });

  describe('with discovery', () => {
    const jobsOf = (template: Template) => Object.values<any>(template.findResources('Custom::MacieDiscoveryJob'));
    const textOf = (template: Template) => jobsOf(template).map(({ Properties }) => Properties.Definition['Fn::Join'][1]
      .map((part: any) => (typeof part === 'string' ? part : `<${part.Ref ?? part['Fn::GetAtt'].join('.')}>`)).join(''));

    test.each<[DiscoverySchedule, object]>([
      [DiscoverySchedule.once(), { jobType: 'ONE_TIME' }],
      [DiscoverySchedule.daily(), { jobType: 'SCHEDULED', scheduleFrequency: { dailySchedule: {} }, initialRun: true }],
      [DiscoverySchedule.weekly(DayOfWeek.SUNDAY), { jobType: 'SCHEDULED', scheduleFrequency: { weeklySchedule: { dayOfWeek: 'SUNDAY' } }, initialRun: true }],
      [DiscoverySchedule.monthly(28), { jobType: 'SCHEDULED', scheduleFrequency: { monthlySchedule: { dayOfMonth: 28 } }, initialRun: true }],
    ])('a job looks through exactly the buckets of its class, in the form that Macie takes', (discovery, how) => {
      const stack = new Stack(new App(), 'Stack');
      new DataWatch(stack, 'Watch', { discovery, sensitiveData: [CASES], fromClass: DataClass.CONFIDENTIAL });
      const names = [bucketOf(stack, DataClass.RESTRICTED, 'One'), bucketOf(stack, DataClass.RESTRICTED, 'Two')].map((one) => `<${stack.resolve(one.bucketName).Ref}>`);
      bucketOf(stack, DataClass.CONFIDENTIAL, 'Three');
      bucketOf(stack, DataClass.INTERNAL, 'Four');
      const template = Template.fromStack(stack);
      const [identifier] = Object.keys(template.findResources('AWS::Macie::CustomDataIdentifier'));
      const [restricted, confidential, ...more] = textOf(template).map((text) => JSON.parse(text));
      expect(restricted).toEqual({
        ...how,
        name: expect.stringMatching(/^StackWatchDiscovery.*-RESTRICTED$/),
        description: 'Data in buckets of class RESTRICTED',
        managedDataIdentifierSelector: 'ALL',
        customDataIdentifierIds: [`<${identifier}.Id>`],
        s3JobDefinition: { bucketDefinitions: [{ accountId: '<AWS::AccountId>', buckets: names }] },
      });
      checkShape(operationOf(macie2, 'CreateClassificationJob')[4](), { ...restricted, clientToken: 'request' });
      expect([confidential.managedDataIdentifierSelector, confidential.s3JobDefinition.bucketDefinitions[0].buckets.length, more]).toEqual(['RECOMMENDED', 1, []]);
    });

    test('a job comes after the session and the rights of its function, which may do no more than create, read and cancel jobs of the account', () => {
      const template = templateOf({ discovery: DiscoverySchedule.daily() });
      const [{ DependsOn, DeletionPolicy }] = jobsOf(template);
      const [session] = Object.keys(template.findResources('AWS::Macie::Session'));
      const [policy, { Properties }] = Object.entries<any>(template.findResources('AWS::IAM::ManagedPolicy')).find(([, one]) => JSON.stringify(one).includes('macie2'))!;
      const endpoints = Object.entries<any>(template.findResources('AWS::EC2::VPCEndpoint')).filter(([, one]) => /s3|macie2/.test(JSON.stringify(one.Properties.ServiceName)));
      expect(DependsOn).toEqual(expect.arrayContaining([session, policy, ...endpoints.map(([id]) => id)]));
      expect([endpoints.length, DeletionPolicy]).toEqual([2, 'Delete']);
      expect(Properties.PolicyDocument.Statement.filter((one: any) => JSON.stringify(one).includes('macie2'))).toEqual([{
        Effect: 'Allow',
        Action: ['macie2:CreateClassificationJob', 'macie2:DescribeClassificationJob', 'macie2:UpdateClassificationJob'],
        Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':macie2:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':classification-job/*']] },
      }]);
    });

    test('its function answers CloudFormation through the endpoint of S3, in the bucket of the region alone', () => {
      const policies = (template: Template) => JSON.stringify(Object.values<any>(template.findResources('AWS::EC2::VPCEndpoint'))
        .flatMap(({ Properties }) => Properties.PolicyDocument.Statement).filter(({ Sid }) => Sid === 'CustomResourceAnswers'));
      expect(JSON.parse(policies(templateOf({ discovery: DiscoverySchedule.daily() })))).toEqual([{
        Sid: 'CustomResourceAnswers',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: {
          'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::cloudformation-custom-resource-response-', { 'Fn::Join': ['', { 'Fn::Split': ['-', { Ref: 'AWS::Region' }] }] }, '/*']],
        },
      }]);
      expect(policies(templateOf())).toBe('[]');
    });

    test('a bucket in another stack is warned about', () => {
      const app = new App();
      const stack = new Stack(app, 'Stack');
      new DataWatch(stack, 'Watch', { discovery: DiscoverySchedule.daily() });
      bucketOf(stack, DataClass.RESTRICTED);
      const other = new Stack(app, 'Other');
      TrustZone.of(stack).serve(other);
      bucketOf(other, DataClass.RESTRICTED, 'Elsewhere');
      expect(jobsOf(Template.fromStack(stack))).toHaveLength(1);
      Annotations.fromStack(other).hasWarning('/Other/Elsewhere', Match.stringLikeRegexp('whose discovery jobs do not read it'));
    });

    test('an existing session has an owner', () => expect(() => MacieSource.existing(' ')).toThrow(byId('NoOwner')));

    test.each([0, 29, 1.5])('%s is no day of every month', (day) => expect(() => DiscoverySchedule.monthly(day)).toThrow(byId('BadDay')));

    test('there is no job without it, nor in a zone without such a bucket', () => {
      templateOf().resourceCountIs('Custom::MacieDiscoveryJob', 0);
      templateOf({ discovery: DiscoverySchedule.daily() }, DataClass.CONFIDENTIAL).resourceCountIs('AWS::Lambda::Function', 0);
    });
  });

  test.each<[string, any]>([
    ['BadSensitiveData', { sensitiveData: [{ ...CASES, name: '' }] }],
    ['BadSensitiveData', { sensitiveData: [CASES, CASES] }],
    ['BadSensitiveData', { sensitiveData: [{ ...CASES, dataClass: DataClass.INTERNAL }] }],
    ['BadSensitiveData', { sensitiveData: [{ ...CASES, regex: '' }] }],
    ['BadSensitiveData', { sensitiveData: [{ ...CASES, regex: '[0-9]*' }] }],
    ['BadSensitiveData', { sensitiveData: [{ ...CASES, regex: '(?=C)CASE' }] }],
    ['BadSensitiveData', { sensitiveData: [{ ...CASES, regex: 'CASE-(' }] }],
    ['BadSensitiveData', { sensitiveData: [{ ...CASES, regex: 'C'.repeat(513) }] }],
    ['BadSensitiveData', { sensitiveData: [{ ...CASES, keywords: ['id'] }] }],
    ['UnknownProp', { identifiers: [] }],
  ])('refuses by %s what Macie would not take', (id, props) => {
    expect(() => templateOf(props)).toThrow(byId(id));
    expect(() => templateOf({ sensitiveData: [CASES, { ...CASES, name: 'Other', regex: '(?i)c-[0-9]{8}' }] })).not.toThrow();
  });
});
