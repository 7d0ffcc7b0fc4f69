import { App, CfnResource, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ThreatDetection, ZeroTrustChecks } from '../../src';
import { SecureFunction } from '../../src/compute/secure-function';
import { DeclaredEdges } from '../../src/core/declared-edges';
import { SecureBucket } from '../../src/data/secure-bucket';
import { ScanUploadsOptions } from '../../src/data/secure-bucket-props';
import { TrustZone } from '../../src/zone/trust-zone';
import { DeployedTemplates, REGION } from '../support/deployed-template';
import { IamJudge } from '../support/iam-judge';
import { findingsOf, stackFindings } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const byId = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

function scanned(stack: Stack, options?: ScanUploadsOptions): SecureBucket {
  const bucket = new SecureBucket(stack, 'Docs', { withoutReplica: 'a test' });
  bucket.scanUploads(options);
  return bucket;
}

function templateOf(options?: ScanUploadsOptions, props: StackProps = {}): Template {
  const stack = new Stack(new App(), 'Stack', props);
  scanned(stack, options);
  return Template.fromStack(stack);
}

const whole = templateOf();
const docs = { Ref: expect.stringMatching(/^Docs/) };
const docsArn = { 'Fn::GetAtt': [docs.Ref, 'Arn'] };
const denials = (template: Template) => Object.entries<any>(template.findResources('AWS::S3::BucketPolicy')).find(([id]) => id.startsWith('Docs'))![1]
  .Properties.PolicyDocument.Statement.filter(({ Sid }: any) => /^No(Read|Tags|UploadAs)/.test(Sid));

describe('uploads that are scanned', () => {
  test('are tagged by a malware protection plan, of the whole bucket or of prefixes', () => {
    whole.hasResourceProperties('AWS::GuardDuty::MalwareProtectionPlan', {
      Role: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DocsUploadScanRole'), 'Arn'] },
      ProtectedResource: { S3Bucket: { BucketName: { Ref: Match.stringLikeRegexp('^Docs') }, ObjectPrefixes: Match.absent() } },
      Actions: { Tagging: { Status: 'ENABLED' } },
    });
    templateOf({ prefixes: ['in/', 'avatars/'] }).hasResourceProperties('AWS::GuardDuty::MalwareProtectionPlan', {
      ProtectedResource: { S3Bucket: { ObjectPrefixes: ['in/', 'avatars/'] } },
    });
  });

  test('are scanned once rights and denials are there, as GuardDuty tries them out', () => {
    const [plan] = Object.values<any>(whole.findResources('AWS::GuardDuty::MalwareProtectionPlan'));
    expect(plan.DependsOn).toEqual([expect.stringMatching(/^DocsPolicy/), expect.stringMatching(/^DocsUploadScanRolePolicy/)]);
  });

  test('are told to EventBridge by the template, so that the next deployment does not take back what GuardDuty set', () => {
    whole.hasResourceProperties('AWS::S3::Bucket', { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } });
  });

  test('are denied to all but GuardDuty until they are tagged clean, and below the prefixes only', () => {
    const guarded = (resource: any, rest: object) => expect.objectContaining({
      Effect: 'Deny', Principal: { AWS: '*' }, Resource: resource, ...rest,
    });
    const role = { 'aws:PrincipalArn': { 'Fn::GetAtt': [expect.stringMatching(/^DocsUploadScanRole/), 'Arn'] } };
    const all = { 'Fn::Join': ['', [docsArn, '/*']] };
    expect(denials(whole)).toEqual([
      guarded(all, {
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Condition: { ArnNotEquals: role, StringNotEquals: { 's3:ExistingObjectTag/GuardDutyMalwareScanStatus': 'NO_THREATS_FOUND' } },
      }),
      guarded(all, { Action: ['s3:PutObjectTagging', 's3:PutObjectVersionTagging'], Condition: { ArnNotEquals: role } }),
      guarded(all, { Action: 's3:PutObject', Condition: { ArnNotEquals: role, Null: { 's3:RequestObjectTag/GuardDutyMalwareScanStatus': 'false' } } }),
    ]);
    const below = denials(templateOf({ prefixes: ['in/', 'avatars/'] })).map(({ Resource }: any) => Resource);
    expect(below).toEqual(Array(3).fill(['in/*', 'avatars/*'].map((pattern) => ({ 'Fn::Join': ['', [docsArn, `/${pattern}`]] }))));
  });

  test('that are not found clean reach the zone\'s topic', () => {
    whole.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        'source': ['aws.guardduty'],
        'detail-type': ['GuardDuty Malware Protection Object Scan Result'],
        'detail': {
          s3ObjectDetails: { bucketName: [{ Ref: Match.stringLikeRegexp('^Docs') }] },
          scanResultDetails: { scanResultStatus: [{ 'anything-but': ['NO_THREATS_FOUND'] }] },
        },
      },
      Targets: [Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp('^TrustZoneAlarms') }, DeadLetterConfig: Match.anyValue() })],
    });
  });

  test('take a plan, a role with its policy, and a rule', () => {
    const counts = (template: Template): Record<string, number> => Object.values<any>(template.toJSON().Resources)
      .reduce((sum, { Type }) => ({ ...sum, [Type]: (sum[Type] ?? 0) + 1 }), {} as Record<string, number>);
    const stack = new Stack(new App(), 'Stack');
    new SecureBucket(stack, 'Docs', { withoutReplica: 'a test' });
    void [TrustZone.of(stack).alarmTopic, TrustZone.of(stack).deadLetterQueue];
    const before = counts(Template.fromStack(stack));
    const added = Object.entries(counts(whole)).filter(([type, count]) => count !== before[type])
      .map(([type, count]) => [type, count - (before[type] ?? 0)]);
    expect(Object.fromEntries(added)).toEqual({
      'AWS::GuardDuty::MalwareProtectionPlan': 1, 'AWS::IAM::Role': 1, 'AWS::IAM::ManagedPolicy': 1, 'AWS::Events::Rule': 1,
    });
  });

  test('are not scanned where nobody asks for it', () => {
    const stack = new Stack(new App(), 'Stack');
    new SecureBucket(stack, 'Docs', { withoutReplica: 'a test' });
    Template.fromStack(stack).resourceCountIs('AWS::GuardDuty::MalwareProtectionPlan', 0);
    expect(denials(Template.fromStack(stack))).toEqual([]);
  });

  test('are read by an edge of the graph', () => {
    const stack = new Stack(new App(), 'Stack');
    scanned(stack);
    expect(DeclaredEdges.of(stack)).toContainEqual(expect.objectContaining({ caller: 'Stack/Docs/UploadScan/Role', target: 'Stack/Docs', intent: 'read' }));
  });

  test('leave nothing open in the five packs and ours, beside ThreatDetection too', () => {
    const build = (stack: Stack) => { scanned(stack, { prefixes: ['in/'] }); new ThreatDetection(stack, 'Detection'); };
    expect(stackFindings(build).open).toEqual([]);
    expect(findingsOf((app) => build(new Stack(app, 'Stack')), [new ZeroTrustChecks()]).open).toEqual([]);
  });

  test.each(['cn-north-1', 'us-gov-west-1'])('name no other partition in %s', (region) => {
    expect(JSON.stringify(templateOf({}, { env: { region } }).toJSON())).not.toMatch(/arn:aws:/);
  });

  test('of a bucket in another stack than its zone make no cycle', () => {
    const app = new App();
    const zone = new TrustZone(new Stack(app, 'Base'), 'Zone');
    const stack = new Stack(app, 'Stack');
    new SecureBucket(stack, 'Docs', { withoutReplica: 'a test', zone }).scanUploads();
    expect(() => app.synth()).not.toThrow();
    Template.fromStack(stack).resourceCountIs('AWS::SQS::Queue', 1);
  });

  test.each<[string, any]>([
    ['BadPrefix', { prefixes: [''] }],
    ['BadPrefix', { prefixes: ['in/*'] }],
    ['BadPrefix', { prefixes: ['/in'] }],
    ['BadPrefix', { prefixes: ['a/', 'b/', 'c/', 'd/', 'e/', 'f/'] }],
    ['UnknownProp', { prefix: 'in/' }],
  ])('by %s are refused where nothing would be scanned', (id, options) => {
    expect(() => scanned(new Stack(new App(), 'Stack'), options)).toThrow(byId(id));
    expect(() => scanned(new Stack(new App(), 'Stack'), { prefixes: ['a/', 'b/', 'c/', 'd/', 'e/'] })).not.toThrow();
  });

  test('are asked for once', () => {
    const bucket = scanned(new Stack(new App(), 'Stack'));
    expect(() => bucket.scanUploads()).toThrow(byId('ScannedTwice'));
  });
});

describe('an independent judge of IAM', () => {
  const stack = new Stack(new App(), 'Stack');
  const bucket = scanned(stack, { prefixes: ['in/'] });
  const fn = new SecureFunction(stack, 'Fn', { code });
  bucket.grantReadWrite(fn);
  fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:PutObjectTagging', 's3:GetObjectVersion'], resources: [bucket.arnForObjects('*')] }));
  // The simulator knows no keys of an encryption context: another key of KMS that takes a text stands for this one.
  const standIn = 'kms:EncryptionAlgorithm';
  const deployed = new DeployedTemplates([JSON.parse(JSON.stringify(Template.fromStack(stack).toJSON()).replaceAll('kms:EncryptionContext:aws:s3:arn', standIn))]);
  const judge = new IamJudge(deployed);
  const idOf = (path: string) => stack.resolve((path.split('/').reduce((node, id) => node.node.findChild(id) as any, stack as any).node.defaultChild as CfnResource).logicalId);
  const arn = deployed.arnOf(idOf('Docs'));
  const tag = (status: string) => ({ 's3:ExistingObjectTag/GuardDutyMalwareScanStatus': status });
  const reader = (action: string, key: string, context?: Record<string, string>) => judge.allows(idOf('Fn'), { action, resource: `${arn}/${key}`, context });
  const scanner = (action: string, resource: string, context?: Record<string, string>) => judge.roleAllows(idOf('Docs/UploadScan/Role'), idOf('Fn'), { action, resource, context });

  test.each(['s3:GetObject', 's3:GetObjectVersion'])('lets a reader do %s when the object is tagged clean, and not before', async (action) => {
    expect(await reader(action, 'in/1.pdf', tag('NO_THREATS_FOUND'))).toBe(true);
    expect(await reader(action, 'in/1.pdf')).toBe(false);
    for (const status of ['THREATS_FOUND', 'UNSUPPORTED', 'ACCESS_DENIED', 'FAILED']) expect(await reader(action, 'in/1.pdf', tag(status))).toBe(false);
    expect(await reader(action, 'out/1.pdf')).toBe(true);
  });

  test('lets a writer upload, but neither tag nor upload as clean', async () => {
    expect(await reader('s3:PutObject', 'in/1.pdf')).toBe(true);
    expect(await reader('s3:PutObject', 'in/1.pdf', { 's3:RequestObjectTag/GuardDutyMalwareScanStatus': 'NO_THREATS_FOUND' })).toBe(false);
    expect(await reader('s3:PutObjectTagging', 'in/1.pdf')).toBe(false);
    expect(await reader('s3:PutObjectTagging', 'out/1.pdf')).toBe(true);
  });

  test('lets GuardDuty read and tag what is not tagged yet, and nothing else', async () => {
    const object = `${arn}/in/1.pdf`;
    for (const action of ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectTagging', 's3:PutObjectTagging', 's3:PutObjectVersionTagging']) {
      expect([action, await scanner(action, object)]).toEqual([action, true]);
      expect([action, await scanner(action, `${arn}/out/1.pdf`)]).toEqual([action, false]);
    }
    expect(await scanner('s3:PutObject', `${arn}/malware-protection-resource-validation-object`)).toBe(true);
    for (const action of ['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion']) expect([action, await scanner(action, object)]).toEqual([action, false]);
    for (const action of ['s3:PutBucketNotification', 's3:GetBucketNotification', 's3:ListBucket']) expect([action, await scanner(action, arn)]).toEqual([action, true]);
    expect(await scanner('s3:PutBucketPolicy', arn)).toBe(false);
  });

  test('lets GuardDuty manage the rules that it manages, and no others', async () => {
    const rule = (name: string) => arn.replace(/:s3:::.*/, `:events:${REGION}:111122223333:rule/${name}`);
    const managed = { 'events:ManagedBy': 'malware-protection-plan.guardduty.amazonaws.com' };
    const own = Object.values<any>(deployed.resources('AWS::IAM::ManagedPolicy')).flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .find(({ Action }) => [Action].flat().includes('events:PutRule')).Resource as string;
    expect(await scanner('events:PutRule', own.replace('*', '-1'), managed)).toBe(true);
    expect(await scanner('events:PutRule', own.replace('*', '-1'))).toBe(false);
    expect(await scanner('events:DescribeRule', own.replace('*', '-1'))).toBe(true);
    expect(await scanner('events:PutRule', rule('Ours'), managed)).toBe(false);
  });

  test('lets GuardDuty use the key through S3 for this bucket only', async () => {
    const key = deployed.arnOf(idOf('TrustZone/ConfidentialKey'));
    const through = (encrypted: string) => ({ 'kms:ViaService': `s3.${REGION}.amazonaws.com`, [standIn]: encrypted });
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey']) {
      expect([action, await scanner(action, key, through(arn))]).toEqual([action, true]);
      expect([action, await scanner(action, key, through('arn:aws:s3:::other'))]).toEqual([action, false]);
      expect([action, await scanner(action, key)]).toEqual([action, false]);
    }
  });
});
