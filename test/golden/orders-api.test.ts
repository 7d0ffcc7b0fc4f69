import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { App, CfnResource, Environment } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { ordersApp } from '../../examples/orders-api/app';
import { OrdersStack, OrdersStackProps } from '../../examples/orders-api/orders-stack';
import { ZeroTrust } from '../../src';
import { STRUCTURAL_ACKNOWLEDGEMENT, StructuralAcknowledgement, StructuralCause } from '../../src/zone/structural-acknowledgement';
import { Finding, findingsOf, reportOf } from '../support/packs';

jest.setTimeout(300_000);

const outdir = mkdtempSync(join(tmpdir(), 'zt-orders-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

// The one suite with the built-in CloudFormation validator on.
process.env.CDK_VALIDATION = 'true';
const app = ordersApp({ outdir });
app.synth();
process.env.CDK_VALIDATION = 'false';
const findings = reportOf(outdir);
const template = JSON.parse(readFileSync(join(outdir, 'Orders.template.json'), 'utf-8'));

function synth(props?: OrdersStackProps, context?: Record<string, unknown>): any {
  const other = new App({ context });
  new OrdersStack(other, 'Orders', props);
  return other.synth().getStackByName('Orders').template;
}

/** Names of the Control Tower rules that fail. */
function guard(env?: Environment): string[] {
  const other = new App();
  new OrdersStack(other, 'Orders', { env });
  const report = new CfnGuardValidator({ maxBuffer: 64 * 1024 * 1024 }).validate({
    templatePaths: [other.synth().getStackByName('Orders').templateFullPath], stackTemplates: [],
  } as any);
  return [...new Set(report.violations.map((violation) => violation.ruleName))].sort();
}

const name = (finding: Finding) => `${finding.pack}::${finding.rule}`;

describe('orders-api', () => {
  test('leaves nothing open in five packs, our own and the CloudFormation validator', () => {
    expect(findings.open).toEqual([]);
  });

  test('is judged by all of them: what is broken on purpose is found', () => {
    const broken = findingsOf((other) => {
      new OrdersStack(other, 'Orders');
      const resource = (path: string) => other.node.findChild('Orders').node.findChild(path).node.defaultChild as CfnResource;
      resource('Orders').addPropertyOverride('BillingMode', 'NONSENSE');
      resource('place-order').addPropertyOverride('KmsKeyArn', undefined);
      (resource('place-order') as CfnFunction).memorySize = undefined;
      process.env.CDK_VALIDATION = 'true';
      ZeroTrust.enforce(other);
    }, []);
    process.env.CDK_VALIDATION = 'false';
    expect(new Set(broken.open.map((finding) => finding.pack.split(' ')[0]))).toEqual(new Set(['CloudFormation', 'ZeroTrust', 'Serverless']));
  });

  test('acknowledges structurally, finding-scoped, on the resource, for four causes at the most', () => {
    const structural = new Map<string, StructuralAcknowledgement>();
    for (const node of app.node.findAll()) {
      for (const entry of node.node.metadata.filter((m) => m.type === STRUCTURAL_ACKNOWLEDGEMENT)) {
        const acknowledgement: StructuralAcknowledgement = JSON.parse(entry.data);
        acknowledgement.findings.forEach((finding) => structural.set(`${finding} ${node.node.path}`, acknowledgement));
      }
    }
    for (const finding of findings.acknowledged) {
      const acknowledgement = structural.get(`${name(finding)} ${finding.path}`);
      expect([name(finding), finding.path, acknowledgement?.cause]).toEqual([name(finding), finding.path, expect.any(String)]);
      expect(acknowledgement!.provedBy).toMatch(/^ZT-[A-Z0-9]+-\d{3}$/);
    }
    expect([...new Set([...structural.values()].map((a) => a.cause))].sort()).toEqual([
      StructuralCause.API_CACHE, StructuralCause.DEFAULT_SECURITY_GROUP, StructuralCause.END_OF_CHAIN, StructuralCause.NO_RESOURCE_LEVEL,
    ]);
  });

  test('acknowledges these rules and no other', () => {
    expect([...new Set(findings.acknowledged.map((finding) => finding.rule.replace(/^[^-]*-/, '')))].sort()).toEqual([
      'APIGWCacheEnabledAndEncrypted',
      'IAM5[Resource::*]',
      'IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:*]',
      'LambdaEventSourceMappingDestination',
      'S3BucketReplicationEnabled',
      'S3DefaultEncryptionKMS',
      'SQSRedrivePolicy',
      'VPCDefaultSecurityGroupClosed',
    ]);
  });

  test('fails the Control Tower Guard rules that docs/guard.md explains and no other', () => {
    const explained = [...readFileSync(join(__dirname, '..', '..', 'docs', 'guard.md'), 'utf-8').matchAll(/^## (\S+)$/gm)].map((m) => m[1]);
    expect(guard(undefined)).toEqual(explained.sort());
    expect(guard({ account: '111122223333', region: 'eu-west-1' })).toEqual(
      explained.filter((rule) => rule !== 'lambda_function_public_access_prohibited_check'),
    );
  });

  test('is the same template every time', () => {
    expect(synth()).toEqual(synth());
  });

  test.each([
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-cn', 'cn-north-1'],
  ])('holds no other partition in %s', (partition, region) => {
    for (const props of [{ env: { account: '111122223333', region }, prefixLists: { dynamodb: 'pl-11111111' } }, {}]) {
      const text = JSON.stringify(synth(props));
      const arns = [...text.matchAll(/arn:(aws[a-z-]*):/g)].map((match) => match[1]);
      expect(new Set(arns.filter((found) => found !== partition))).toEqual(new Set());
      const hosts = [...text.matchAll(/[a-z0-9.-]*\.amazonaws\.com(?:\.cn)?/g)].map((match) => match[0]);
      expect(hosts.filter((host) => !/^[a-z0-9-]+\.amazonaws\.com$|^delivery\.logs\.amazonaws\.com$|^logging\.s3\.amazonaws\.com$/.test(host)
        && !(partition === 'aws-cn' && host.endsWith('.cn')) && !(partition === 'aws-us-gov' && host.includes(region)))).toEqual([]);
    }
  });

  test('needs neither an account nor a lookup', () => {
    expect(app.synth().manifest.missing).toBeUndefined();
    const concrete = ordersApp({}, { env: { account: '111122223333', region: 'eu-west-1' } });
    expect(concrete.synth().manifest.missing).toBeUndefined();
  });

  test('keeps data, keys and logs when its stack goes', () => {
    const kept = [
      'AWS::DynamoDB::GlobalTable', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::SecretsManager::Secret',
      'AWS::Cognito::UserPool',
    ];
    const resources = Object.entries<any>(template.Resources).filter(([, resource]) => kept.includes(resource.Type));
    expect(new Set(resources.map(([, resource]) => resource.Type))).toEqual(new Set(kept));
    for (const [id, resource] of resources) {
      expect([id, resource.DeletionPolicy, resource.UpdateReplacePolicy]).toEqual([id, 'Retain', 'Retain']);
    }
  });

  test('gives retained things no name of their own, which would collide on the next deployment', () => {
    for (const [id, resource] of Object.entries<any>(template.Resources).filter(([, r]) => r.DeletionPolicy === 'Retain')) {
      const fixed = ['TableName', 'QueueName', 'TopicName', 'BucketName', 'LogGroupName', 'Name'].map((key) => resource.Properties?.[key])
        .filter((value) => typeof value === 'string');
      expect([id, fixed]).toEqual([id, []]);
    }
  });

  test.each([['without', {}], ['with', recommendedFlags]])('has the same template as ever %s the recommended feature flags', (_name, flags) => {
    const { default: _default, ...context } = flags as Record<string, unknown>;
    const stable = JSON.parse(JSON.stringify(synth({}, context)), (key, value) => (key === 'S3Key' ? 'asset' : value));
    delete stable.Resources.CDKMetadata;
    expect(stable).toMatchSnapshot();
  });

  test('fits: the number of its resources is what the README says', () => {
    const count = Object.keys(template.Resources).length;
    expect(readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf-8')).toContain(`${count} resources`);
    expect(count).toBeLessThan(500);
  });
});
