import { App, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnConfigurationRecorder } from 'aws-cdk-lib/aws-config';
import { parse } from 'yaml';
import { AdminGuard, ComplianceBaseline, ComplianceBaselineProps, ConformanceFramework, RecorderSource, Remediation, ZeroTrust } from '../../src';
import { expressionOf } from '../../src/frameworks/conformance/expression';
import { isAllowed } from '../support/access-judge';
import { ACCOUNT, DeployedTemplates } from '../support/deployed-template';
import { findingsOf, fivePacks } from '../support/packs';

const TAG = { key: 'app', value: 'orders' };
const EVERYTHING = () => [
  Remediation.blockPublicBuckets(['orders-*']), Remediation.versionBuckets(['orders-*']), Remediation.revokeOpenIngress(TAG), Remediation.retainLogs(['/aws/lambda/orders-*']),
  Remediation.rotateKeys(TAG), Remediation.deactivateOldAccessKeys(['deploy-*']),
];
const build = (scope: Stack, props?: ComplianceBaselineProps) => new ComplianceBaseline(scope, 'Compliance', props);

function templateOf(make: (stack: Stack) => unknown): Template {
  const stack = new Stack(new App(), 'Account');
  make(stack);
  return Template.fromStack(stack);
}

const whole = templateOf((stack) => {
  build(stack, { frameworks: [ConformanceFramework.PCI_DSS], remediate: EVERYTHING() });
  new AdminGuard(stack, 'Guard');
});
const of = (type: string, template = whole) => Object.entries<any>(template.findResources(type));
const [[recorderId]] = of('AWS::Config::ConfigurationRecorder');
const [[channelId]] = of('AWS::Config::DeliveryChannel');

describe('recorder and delivery channel', () => {
  test('record all types, global ones included, by the service-linked role', () => {
    whole.hasResourceProperties('AWS::Config::ConfigurationRecorder', {
      RecordingGroup: { AllSupported: true, IncludeGlobalResourceTypes: true },
      RoleARN: { 'Fn::Join': ['', Match.arrayWith([':role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig'])] },
    });
    whole.resourceCountIs('AWS::IAM::ServiceLinkedRole', 0);
  });

  test('do not wait for each other', () => {
    const waits = (id: string, type: string) => [of(type).find(([one]) => one === id)![1].DependsOn ?? []].flat();
    expect(waits(recorderId, 'AWS::Config::ConfigurationRecorder')).not.toContain(channelId);
    expect(waits(channelId, 'AWS::Config::DeliveryChannel')).not.toContain(recorderId);
  });

  test('leave global types to another Region, and make the service-linked role, where that is asked for', () => {
    const recorder = RecorderSource.create({ globalResourceTypes: false, serviceLinkedRole: true });
    const template = templateOf((stack) => build(stack, { recorder }));
    template.hasResource('AWS::Config::ConfigurationRecorder', {
      Properties: { RecordingGroup: { AllSupported: true, IncludeGlobalResourceTypes: false } }, DependsOn: [of('AWS::IAM::ServiceLinkedRole', template)[0][0]],
    });
  });

  test('are not made where they are there already; packs are', () => {
    for (const recorder of [RecorderSource.existing('platform-team'), RecorderSource.controlTower()]) {
      const template = templateOf((stack) => build(stack, { recorder }));
      template.resourceCountIs('AWS::Config::ConfigurationRecorder', 0);
      template.resourceCountIs('AWS::Config::DeliveryChannel', 0);
      expect(of('AWS::Config::ConformancePack', template).length).toBeGreaterThan(0);
    }
  });

  test('are there before any rule of AWS Config in the stack, those of AdminGuard included', () => {
    const rules = of('AWS::Config::ConfigRule');
    expect(rules.length).toBe(EVERYTHING().length + 5);
    for (const [, { DependsOn }] of [...rules, ...of('AWS::Config::ConformancePack')]) expect([DependsOn].flat()).toContain(recorderId);
  });
});

describe('the bucket, by an independent judge', () => {
  const deployed = new DeployedTemplates([whole.toJSON()]);
  const [id] = Object.entries(deployed.resources('AWS::S3::Bucket')).find(([one]) => one.startsWith('ComplianceDelivery'))!;
  const policy = Object.values(deployed.resources('AWS::S3::BucketPolicy')).find(({ Bucket }) => JSON.stringify(Bucket).includes(id) || Bucket === id)?.PolicyDocument;
  const bucket = deployed.arnOf(id);
  const puts = (context: Record<string, string>, key = `AWSLogs/${ACCOUNT}/Config/eu-west-1/x.json.gz`, action = 's3:PutObject') => isAllowed({
    principal: 'config.amazonaws.com',
    action,
    resource: `${bucket}/${key}`,
    resourcePolicy: policy,
    context: { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', 's3:x-amz-acl': 'bucket-owner-full-control', ...context },
  });

  test('AWS Config writes there for this account, and nowhere else in it', async () => {
    expect(await puts({ 'aws:SourceAccount': ACCOUNT })).toBe(true);
    expect(await puts({ 'aws:SourceAccount': '999988887777' })).toBe(false);
    expect(await puts({ 'aws:SourceAccount': ACCOUNT }, 'elsewhere/x.json')).toBe(false);
    expect(await puts({ 'aws:SourceAccount': ACCOUNT, 'aws:SecureTransport': 'false' })).toBe(false);
  });

  test('is versioned and encrypted under the zone\'s key, without the default retention that AWS Config does not deliver to', () => {
    const [[, { Properties }]] = of('AWS::S3::Bucket').filter(([one]) => one === id);
    expect(Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
    expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm).toBe('aws:kms');
    expect(Properties.ObjectLockConfiguration).toBeUndefined();
    expect(JSON.stringify(policy)).toContain('s3:DeleteObjectVersion');
  });
});

describe('conformance packs', () => {
  test('hold the rules of the framework', () => {
    const packs = of('AWS::Config::ConformancePack').map(([, { Properties }]) => Properties);
    expect(packs.map(({ ConformancePackName }) => ConformancePackName)).toEqual(['zero-trust-pci-dss-1', 'zero-trust-pci-dss-2']);
    const rules = packs.flatMap(({ TemplateBody }) => Object.values<any>(parse(TemplateBody).Resources))
      .map(({ Properties }) => Properties.ConfigRuleName);
    expect(rules).toContain('ZT-COGNITO-007');
    expect(rules).not.toContain('ZT-S3-007');
  });

  test('hold every rule that AWS Config can evaluate when no framework is named', () => {
    const packs = of('AWS::Config::ConformancePack', templateOf((stack) => build(stack)));
    const texts = packs.map(([, { Properties }]) => Properties.TemplateBody).join('\n');
    expect(texts).toContain('ConfigRuleName: ZT-COGNITO-007');
    expect(expressionOf('ZT-COGNITO-007')!.custom).toHaveLength(1);
  });
});

describe('refuses', () => {
  const refused = (make: (stack: Stack) => unknown) => () => make(new Stack(new App(), 'Account'));
  const recorder = (stack: Stack) => new CfnConfigurationRecorder(stack, 'Theirs', { roleArn: 'arn:aws:iam::111122223333:role/x' });

  test.each<[string, string, (stack: Stack) => unknown]>([
    ['a second recorder', 'TwoInOneRegion', (stack) => [recorder(stack), build(stack)]],
    ['a second baseline', 'TwoBaselines', (stack) => [build(stack, { recorder: RecorderSource.existing('a') }), new ComplianceBaseline(stack, 'Again', { recorder: RecorderSource.existing('a') })]],
    ['a recorder beside that of Control Tower', 'ControlTowerOwns', (stack) => [recorder(stack), build(stack, { recorder: RecorderSource.controlTower() })]],
    ['a recorder without an owner', 'NoOwner', (stack) => build(stack, { recorder: RecorderSource.existing(' \u200b') })],
    ['an unknown framework', 'UnknownFramework', (stack) => build(stack, { frameworks: [ConformanceFramework.of('iso')] })],
    ['no framework', 'NoFramework', (stack) => build(stack, { frameworks: [] })],
    ['the same remediation twice', 'RemediationTwice', (stack) => build(stack, { remediate: [Remediation.rotateKeys(TAG), Remediation.rotateKeys(TAG)] })],
    ['more attempts than five', 'BadAttempts', (stack) => build(stack, { remediate: [Remediation.rotateKeys(TAG, { maxAttempts: 6 })] })],
    ['every bucket', 'TooWide', () => Remediation.blockPublicBuckets(['*'])],
    ['no log group', 'TooWide', () => Remediation.retainLogs([])],
    ['a tag with any value', 'BadTag', () => Remediation.rotateKeys({ key: 'app', value: '*' })],
    ['an unknown option', 'UnknownProp', (stack) => build(stack, { recorder: RecorderSource.create({ globals: true } as any) })],
  ])('%s: %s', (_, id, make) => {
    expect(refused(make)).toThrow(expect.objectContaining({ id }));
  });

  test('a recorder that is made later, at synth', () => {
    for (const [props, id] of [[{}, 'AWS has one for each account and region'], [{ recorder: RecorderSource.controlTower() }, 'AWS Control Tower owns']] as const) {
      const app = new App();
      const stack = new Stack(app, 'Account');
      build(stack, props);
      recorder(stack);
      expect(() => app.synth()).toThrow(id);
    }
  });

  test('nothing of another stage', () => {
    const app = new App();
    for (const name of ['Test', 'Prod']) build(new Stack(new Stage(app, name), 'Account'));
    expect(() => app.synth()).not.toThrow();
  });
});

test('no pack, and no rule of ours, has an open finding on a baseline with every remediation', () => {
  const { open } = findingsOf((app) => {
    const stack = new Stack(app, 'Account');
    ZeroTrust.enforce(app, { quiet: true });
    build(stack, { remediate: EVERYTHING() });
    new AdminGuard(stack, 'Guard');
  }, fivePacks());
  expect(open).toEqual([]);
});

test('removing the limits of a remediation is found', () => {
  const { open } = findingsOf((app) => {
    const stack = new Stack(app, 'Account');
    ZeroTrust.enforce(app, { packs: [], quiet: true });
    build(stack, { remediate: [Remediation.rotateKeys(TAG)] }).node.findAll().filter(CfnResource.isCfnResource)
      .filter(({ cfnResourceType }) => cfnResourceType === 'AWS::Config::RemediationConfiguration')
      .forEach((one) => one.addPropertyOverride('MaximumAutomaticAttempts', 25));
  }, []);
  expect(open.map(({ rule }) => rule)).toEqual([expect.stringContaining('ZT-CONFIG-002')]);
});
