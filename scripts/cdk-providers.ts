import { createHash } from 'crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import type { KnownProvider } from '../src/report/providers/cdk-providers';

const FILE = join(__dirname, '..', 'src', 'report', 'providers', 'data', 'cdk-providers.json');

interface Json { [key: string]: any }

/** Of versions before the oldest supported one: what they had otherwise. */
const EARLIER: Record<string, Partial<KnownProvider>> = {
  // it named no bucket
  'BucketNotificationsHandler050a0587b7544547bf325f094a3db834/Resource': { anyResource: true },
};

/** Every provider that a version of aws-cdk-lib makes for the constructs of serverless apps, as it stands in templates. */
export function providersOf(directory: string): KnownProvider[] {
  const load = createRequire(join(resolve(directory), 'providers.js'));
  const version = (load('aws-cdk-lib/package.json') as { version: string }).version;
  process.env.JSII_DEPRECATED = 'quiet'; // what is deprecated has a provider too
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-providers-'));
  try {
    synthesise(load, outdir);
    const templates = readdirSync(outdir).filter((name) => name.endsWith('.template.json')).sort();
    return templates.flatMap((name) => providersIn(JSON.parse(readFileSync(join(outdir, name), 'utf-8')) as Json, version));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function synthesise(load: NodeJS.Require, outdir: string): void {
  const { App, CustomResource, RemovalPolicy, Stack } = load('aws-cdk-lib') as typeof import('aws-cdk-lib');
  const dynamodb = load('aws-cdk-lib/aws-dynamodb') as typeof import('aws-cdk-lib/aws-dynamodb');
  const ec2 = load('aws-cdk-lib/aws-ec2') as typeof import('aws-cdk-lib/aws-ec2');
  const ecr = load('aws-cdk-lib/aws-ecr') as typeof import('aws-cdk-lib/aws-ecr');
  const iam = load('aws-cdk-lib/aws-iam') as typeof import('aws-cdk-lib/aws-iam');
  const lambda = load('aws-cdk-lib/aws-lambda') as typeof import('aws-cdk-lib/aws-lambda');
  const logs = load('aws-cdk-lib/aws-logs') as typeof import('aws-cdk-lib/aws-logs');
  const s3 = load('aws-cdk-lib/aws-s3') as typeof import('aws-cdk-lib/aws-s3');
  const notifications = load('aws-cdk-lib/aws-s3-notifications') as typeof import('aws-cdk-lib/aws-s3-notifications');
  const sqs = load('aws-cdk-lib/aws-sqs') as typeof import('aws-cdk-lib/aws-sqs');
  const custom = load('aws-cdk-lib/custom-resources') as typeof import('aws-cdk-lib/custom-resources');

  const app = new App({ outdir, analyticsReporting: false, postCliContext: { 'aws:cdk:enable-path-metadata': true } });
  const here = new Stack(app, 'Here', { env: { account: '111122223333', region: 'eu-west-1' }, crossRegionReferences: true });
  const there = new Stack(app, 'There', { env: { account: '111122223333', region: 'us-east-1' }, crossRegionReferences: true });
  const bucket = new s3.Bucket(here, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.SqsDestination(new sqs.Queue(here, 'Queue')));
  const imported = s3.Bucket.fromBucketName(here, 'Imported', 'imported');
  imported.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.SqsDestination(new sqs.Queue(here, 'Other')));
  new ec2.Vpc(here, 'Vpc', { restrictDefaultSecurityGroup: true });
  new logs.LogRetention(here, 'Retention', { logGroupName: 'group', retention: logs.RetentionDays.ONE_WEEK });
  new custom.AwsCustomResource(here, 'Call', {
    onUpdate: { service: 'S3', action: 'listBuckets', physicalResourceId: custom.PhysicalResourceId.of('call') },
    policy: custom.AwsCustomResourcePolicy.fromSdkCalls({ resources: custom.AwsCustomResourcePolicy.ANY_RESOURCE }),
  });
  new ecr.Repository(here, 'Repository', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteImages: true });
  new iam.OpenIdConnectProvider(here, 'Oidc', { url: 'https://example.com' });
  const handler = new lambda.Function(here, 'Handler', {
    code: lambda.Code.fromInline('exports.handler = () => ({})'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X,
  });
  const provider = new custom.Provider(here, 'Provider', { onEventHandler: handler, isCompleteHandler: handler });
  new CustomResource(here, 'Made', { serviceToken: provider.serviceToken });
  const table = new dynamodb.Table(there, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  handler.addEnvironment('TABLE', table.tableArn);
  app.synth();
}

const CHOSEN = /^Provider\//;

function providersIn({ Resources: resources }: { Resources?: Json }, version: string): KnownProvider[] {
  const all = Object.entries(resources as Record<string, Json>);
  const path = (resource: Json) => String(resource.Metadata['aws:cdk:path']).split('/').slice(1).join('/');
  const mine = (place: string) => (CHOSEN.test(place) ? place.replace(CHOSEN, '') : place);
  return all.filter(([, { Type, Metadata }]) => Type === 'AWS::Lambda::Function' && Metadata['aws:cdk:path'].split('/')[1] !== 'Handler').map(([id, fn]) => {
    const { Code: code, Handler: handler, Environment: environment, Role: role } = fn.Properties;
    const roleId = role['Fn::GetAtt'][0] as string;
    const users = all.filter(([, { Properties }]) => Properties?.ServiceToken?.['Fn::GetAtt']?.[0] === id);
    const place = path(fn);
    const isChosen = CHOSEN.test(place);
    const statements = all.flatMap(([other, { Type, Properties }]) => (
      other === roleId ? (Properties.Policies ?? []).map((policy: Json) => policy.PolicyDocument)
        : Type === 'AWS::IAM::Policy' && Properties.Roles.some(({ Ref }: Json) => Ref === roleId) ? [Properties.PolicyDocument] : []
    )).flatMap(({ Statement }: Json) => Statement as Json[]);
    const isOfUsers = users.some(([, { Type }]) => Type === 'Custom::AWS');
    return {
      path: mine(place),
      ...isChosen ? {} : { logicalId: id },
      code: { [code.ZipFile === undefined ? code.S3Key.replace('.zip', '') : createHash('sha256').update(code.ZipFile).digest('hex')]: [version] },
      isInline: code.ZipFile !== undefined,
      handlers: [handler],
      environment: Object.keys(environment?.Variables ?? {}).sort(),
      customTypes: isChosen || isOfUsers ? [] : [...new Set(users.map(([, { Type }]) => Type as string))].sort(),
      role: { path: mine(path((resources as Json)[roleId])), ...isChosen ? {} : { logicalId: roleId } },
      actions: isOfUsers ? [] : [...new Set(statements.flatMap(({ Action }) => Action as string | string[]))].sort(),
      anyResource: !isOfUsers && statements.some(({ Resource }) => Resource === '*'),
    };
  });
}

/** One entry a provider, with what each version has. */
export function merge(lists: KnownProvider[][]): KnownProvider[] {
  const found = new Map<string, KnownProvider>();
  const union = (a: string[], b: string[]) => [...new Set([...a, ...b])].sort();
  for (const one of lists.flat()) {
    const known = found.get(one.path) ?? one;
    const code = { ...known.code };
    for (const [hash, versions] of Object.entries(one.code)) code[hash] = union(code[hash] ?? [], versions);
    found.set(one.path, {
      ...known,
      code,
      handlers: union(known.handlers, one.handlers),
      environment: union(known.environment, one.environment),
      customTypes: union(known.customTypes, one.customTypes),
      actions: union(known.actions, one.actions),
      anyResource: known.anyResource || one.anyResource,
      ...EARLIER[one.path],
    });
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

// npx tsx scripts/cdk-providers.ts DIRECTORY…: each has the node_modules of one version of aws-cdk-lib
if (require.main === module) writeFileSync(FILE, `${JSON.stringify(merge(process.argv.slice(2).map(providersOf)), null, 2)}\n`);
