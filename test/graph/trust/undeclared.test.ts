import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { OrdersStack } from '../../../examples/orders-api/orders-stack';
import { TemplateModel } from '../../../src/model';
import { readTemplates, ReadTemplate } from '../../../src/model/read-templates';
import { evaluate, ruleOf } from '../../../src/rules';
import { differencesOf } from '../../../src/rules/graph/differences';

jest.setTimeout(300_000);

/** An app whose edges are all declared, as it is deployed. What an override or a raw CfnPolicy adds is in the template, and nothing declares it. */
const outdir = mkdtempSync(join(tmpdir(), 'zt-undeclared-'));
let orders: ReadTemplate;
type Resources = Record<string, any>;
const att = (id: string, name = 'Arn') => ({ 'Fn::GetAtt': [id, name] });
const ref = (id: string) => ({ Ref: id });
let fn: string;
let readFn: string;
let role: string;
let table: string;
let key: string;
let secret: string;
let queue: string;
let topic: string;
let trail: string;
let logs: string;
let method: string;

beforeAll(() => {
  const app = new App({ outdir, context: { 'aws:cdk:enable-path-metadata': true } });
  new OrdersStack(app, 'Orders');
  app.synth();
  [orders] = readTemplates(outdir);
  const { Resources: resources } = orders.template as { Resources: Resources };
  const idOf = (name: RegExp, type: string) => Object.keys(resources).find((id) => name.test(id) && resources[id].Type === type)!;
  fn = idOf(/placeorder/, 'AWS::Lambda::Function');
  readFn = idOf(/readorder/, 'AWS::Lambda::Function');
  role = resources[fn].Properties.Role['Fn::GetAtt'][0];
  table = idOf(/^Orders/, 'AWS::DynamoDB::GlobalTable');
  key = idOf(/RestrictedKey/, 'AWS::KMS::Key');
  secret = idOf(/SigningKey/, 'AWS::SecretsManager::Secret');
  queue = idOf(/^Shipping/, 'AWS::SQS::Queue');
  topic = idOf(/TrustZoneAlarms/, 'AWS::SNS::Topic');
  trail = idOf(/TrailArchive/, 'AWS::S3::Bucket');
  logs = idOf(/readorderOwnLogs/, 'AWS::Logs::LogGroup');
  method = idOf(/POST/, 'AWS::ApiGateway::Method');
  // without the network, which would refuse most of it
  for (const id of [fn, readFn]) delete resources[id].Properties.VpcConfig;
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

type Change = (resources: Resources) => Resources | void;

function changed(change: Change): TemplateModel {
  const template = structuredClone(orders.template) as { Resources: Resources };
  Object.assign(template.Resources, change(template.Resources) ?? {});
  return new TemplateModel([{ ...orders, template }]);
}

function undeclared(change: Change = () => undefined): string[] {
  const { undeclared: found } = differencesOf(changed(change))!;
  return [...found].flatMap(([, edges]) => edges.map(({ from, to, actions }) => `${from.name} -> ${to.name}: ${actions.join(' ')}`));
}

const grant = (Action: unknown, Resource: unknown, more: object = {}): Resources => ({
  Evil: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'Evil', Roles: [ref(role)], PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource, ...more }] } } },
});
const ofType = (resources: Resources, type: string) => Object.values(resources).find((one) => one.Type === type)!;
const acc = '999999999999';

test('nothing is undeclared before', () => {
  expect(undeclared()).toEqual([]);
});

const ATTACKS: Record<string, (resources: Resources) => Resources | void> = {
  'a bucket of another account': () => grant('s3:PutObject', 'arn:aws:s3:::evil-bucket/*'),
  'a role of another account': () => grant('sts:AssumeRole', `arn:aws:iam::${acc}:role/evil`),
  'any role': () => grant('sts:AssumeRole', '*'),
  'a role of the account that no template makes': () => grant('sts:AssumeRole', { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/Admin' }),
  'everything': () => grant('*', '*'),
  'all of IAM': () => grant('iam:*', '*'),
  'new users': () => grant(['iam:CreateUser', 'iam:CreateAccessKey'], '*'),
  'the policies of a role by its ARN': () => grant('iam:PutRolePolicy', { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/Admin' }),
  'the policies of all roles': () => grant('iam:PutRolePolicy', '*'),
  'the policies of all users': () => grant('iam:PutUserPolicy', '*'),
  'new functions with any role': () => grant(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'], '*'),
  'new stacks with any role': () => grant(['iam:PassRole', 'cloudformation:CreateStack'], '*'),
  'all stacks': () => grant('cloudformation:*', '*'),
  'commands on instances': () => grant('ssm:SendCommand', '*'),
  'new instances': () => grant('ec2:RunInstances', '*'),
  'snapshots for others': () => grant('ec2:ModifySnapshotAttribute', '*'),
  'the organization': () => grant('organizations:LeaveOrganization', '*'),
  'all trails': () => grant('cloudtrail:StopLogging', '*'),
  'all detectors': () => grant('guardduty:DeleteDetector', '*'),
  'mail': () => grant('ses:SendEmail', '*'),
  'rights on a service-linked role that are not to make one': () => grant(['iam:PassRole', 'iam:DeleteServiceLinkedRole', 'iam:PutRolePolicy'], { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/aws-service-role/evil' }),
  'a role that is called like a service-linked one': () => grant('sts:AssumeRole', `arn:aws:iam::${acc}:role/aws-service-role/evil`),
  'a bucket that is called after the stack': () => grant('s3:PutObject', { 'Fn::Sub': 'arn:aws:s3:::evil-${AWS::StackId}/*' }),
  'a function of another account that is called after the stack': () => grant('lambda:InvokeFunction', { 'Fn::Sub': `arn:aws:lambda:eu-west-1:${acc}:function:\${AWS::StackId}` }),
  'a state machine of another account that is called after the stack': () => grant('states:StartExecution', { 'Fn::Sub': 'arn:aws:states:eu-west-1:999999999999:stateMachine:${AWS::StackId}' }),
  'the stream of a table': () => grant(['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'], att(table, 'StreamArn')),
  'all streams of a table': () => grant(['dynamodb:GetRecords', 'dynamodb:GetShardIterator'], { 'Fn::Join': ['', [att(table), '/stream/*']] }),
  'the indexes of a table': () => grant('dynamodb:Query', { 'Fn::Join': ['', [att(table), '/index/*']] }),
  'exports of a table': () => grant('dynamodb:ExportTableToPointInTime', att(table)),
  'all keys': () => grant('kms:Decrypt', '*'),
  'the logs of another function': () => grant(['logs:GetLogEvents', 'logs:FilterLogEvents'], att(logs)),
  'all logs': () => grant(['logs:GetLogEvents', 'logs:FilterLogEvents'], 'arn:aws:logs:*:*:log-group:*'),
  'logs of another account': () => grant(['logs:PutLogEvents', 'logs:GetLogEvents'], `arn:aws:logs:eu-west-1:${acc}:log-group:x:*`),
  'logging into another account': () => grant(['logs:PutLogEvents'], `arn:aws:logs:eu-west-1:${acc}:log-group:x:*`),
  'subscriptions of logs': () => grant('logs:PutSubscriptionFilter', att(logs)),
  'all secrets, where one is declared': () => grant('secretsmanager:GetSecretValue', '*'),
  'a key policy for another account': (t) => {
    t[key].Properties.KeyPolicy.Statement.push({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${acc}:root` }, Action: 'kms:Decrypt', Resource: '*' });
  },
  'a key policy for everyone': (t) => {
    t[key].Properties.KeyPolicy.Statement.push({ Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' });
  },
  'a queue policy for another account': () => ({ Evil: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [ref(queue)], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: acc }, Action: 'sqs:ReceiveMessage', Resource: att(queue) }] } } } }),
  'a queue policy for a service without a source': () => ({ Evil: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [ref(queue)], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: att(queue) }] } } } }),
  'a queue policy for a topic of another account': () => ({ Evil: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [ref(queue)], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: att(queue), Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:eu-west-1:${acc}:x` } } }] } } } }),
  'a table policy for another account': (t) => {
    t[table].Properties.Replicas[0].ResourcePolicy = { PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: acc }, Action: 'dynamodb:GetItem', Resource: '*' }] } };
  },
  'a secret policy for another account': () => ({ Evil: { Type: 'AWS::SecretsManager::ResourcePolicy', Properties: { SecretId: ref(secret), ResourcePolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: acc }, Action: 'secretsmanager:GetSecretValue', Resource: '*' }] } } } }),
  'a permission for another account': () => ({ Evil: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: att(fn), Action: 'lambda:InvokeFunction', Principal: acc } } }),
  'a permission for any bucket': () => ({ Evil: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: att(fn), Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' } } }),
  'a permission for a bucket of another account': () => ({ Evil: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: att(fn), Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::evil', SourceAccount: acc } } }),
  'a function URL for everyone': () => ({ Evil: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: att(fn), AuthType: 'NONE' } }, EvilP: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: att(fn), Action: 'lambda:InvokeFunctionUrl', Principal: '*', FunctionUrlAuthType: 'NONE' } } }),
  'a new method': (t) => {
    const m = JSON.parse(JSON.stringify(ofType(t, 'AWS::ApiGateway::Method'))); m.Properties.HttpMethod = 'ANY'; m.Properties.AuthorizationType = 'NONE'; delete m.Properties.AuthorizerId; delete m.Metadata;
    return { EvilM: m };
  },
  'a new rule': () => ({ EvilR: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 day)', Targets: [{ Id: 'x', Arn: att(fn) }] } }, EvilP: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: att(fn), Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com', SourceArn: att('EvilR') } } }),
  'a rule to a bus of another account': () => ({ EvilR: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['x'] }, Targets: [{ Id: 'x', Arn: `arn:aws:events:eu-west-1:${acc}:event-bus/evil` }] } } }),
  'a rule to a topic': () => ({ EvilR: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['x'] }, Targets: [{ Id: 'x', Arn: ref(topic) }] } } }),
  'a schedule that deletes a table': () => ({ EvilRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' }] }, Policies: [{ PolicyName: 'x', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:DeleteTable', Resource: att(table) }] } }] } }, EvilS: { Type: 'AWS::Scheduler::Schedule', Properties: { FlexibleTimeWindow: { Mode: 'OFF' }, ScheduleExpression: 'rate(1 day)', Target: { Arn: 'arn:aws:scheduler:::aws-sdk:dynamodb:deleteTable', RoleArn: att('EvilRole') } } } }),
  'a subscription by email': () => ({ Evil: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: ref(topic), Protocol: 'email', Endpoint: 'evil@example.com' } } }),
  'a subscription of a queue of another account': () => ({ Evil: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: ref(topic), Protocol: 'sqs', Endpoint: `arn:aws:sqs:eu-west-1:${acc}:evil` } } }),
  'a subscription filter to another account': () => ({ Evil: { Type: 'AWS::Logs::SubscriptionFilter', Properties: { LogGroupName: ref(logs), FilterPattern: '', DestinationArn: `arn:aws:logs:eu-west-1:${acc}:destination:evil` } } }),
  'bucket notifications to another account': (t) => {
    t[trail].Properties.NotificationConfiguration = { QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: `arn:aws:sqs:eu-west-1:${acc}:evil` }] };
  },
  'an alarm action in another account': () => ({ Evil: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions: [`arn:aws:lambda:eu-west-1:${acc}:function:evil`] } } }),
  'a dead-letter queue of another account': (t) => {
    t[fn].Properties.DeadLetterConfig = { TargetArn: `arn:aws:sqs:eu-west-1:${acc}:evil` };
  },
  'a failure destination in another account': () => ({ Evil: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { FunctionName: ref(fn), Qualifier: '$LATEST', DestinationConfig: { OnFailure: { Destination: `arn:aws:sqs:eu-west-1:${acc}:evil` } } } } }),
  'events of a queue of another account': () => ({ Evil: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: ref(fn), EventSourceArn: `arn:aws:sqs:eu-west-1:${acc}:evil` } } }),
  'a pipe to another account': () => ({ Evil: { Type: 'AWS::Pipes::Pipe', Properties: { RoleArn: att(role), Source: att(queue), Target: `arn:aws:sqs:eu-west-1:${acc}:evil` } } }),
  'rotation by a function of another account': (t) => {
    const r = ofType(t, 'AWS::SecretsManager::RotationSchedule'); r.Properties.RotationLambdaARN = `arn:aws:lambda:eu-west-1:${acc}:function:evil`;
  },
  'a trigger of a user pool in another account': (t) => {
    const p = ofType(t, 'AWS::Cognito::UserPool'); p.Properties.LambdaConfig = { PreTokenGeneration: `arn:aws:lambda:eu-west-1:${acc}:function:evil` };
  },
  'a role that another account assumes': (t) => {
    t[role].Properties.AssumeRolePolicyDocument.Statement.push({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${acc}:root` }, Action: 'sts:AssumeRole' });
  },
  'a role of a function that another service assumes': (t) => {
    t[role].Properties.AssumeRolePolicyDocument.Statement.push({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
  },
  'a role that an identity provider assumes': (t) => {
    t[role].Properties.AssumeRolePolicyDocument.Statement.push({ Effect: 'Allow', Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' }, Action: 'sts:AssumeRoleWithWebIdentity' });
  },
  'AdministratorAccess': (t) => {
    (t[role].Properties.ManagedPolicyArns ??= []).push('arn:aws:iam::aws:policy/AdministratorAccess');
  },
  'a policy that is not in the templates': (t) => {
    (t[role].Properties.ManagedPolicyArns ??= []).push(`arn:aws:iam::${acc}:policy/x`);
  },
  'a policy that is called like one of AWS': (t) => {
    (t[role].Properties.ManagedPolicyArns ??= []).push(`arn:aws:iam::${acc}:policy/service-role/x`);
  },
  'another function': () => grant('lambda:InvokeFunction', att(readFn)),
  'the code of another function': () => grant('lambda:UpdateFunctionCode', att(readFn)),
  'messages of a queue': () => grant('sqs:ReceiveMessage', att(queue)),
  'a bus of another account': () => grant('events:PutEvents', `arn:aws:events:eu-west-1:${acc}:event-bus/evil`),
  'all but IAM': () => ({ Evil: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'E', Roles: [ref(role)], PolicyDocument: { Statement: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] } } } }),
  'its own code': () => grant('lambda:UpdateFunctionCode', att(fn)),
  'its own configuration': () => grant('lambda:UpdateFunctionConfiguration', att(fn)),
  'who calls it': () => grant('lambda:AddPermission', att(fn)),
  'itself': () => grant('lambda:InvokeFunction', att(fn)),
  'the bucket of assets': () => grant('s3:PutObject', { 'Fn::Sub': 'arn:aws:s3:::cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}/*' }),
  'the bucket that its own code is in': (t) => {
    t[fn].Properties.Code = { S3Bucket: ref('Code'), S3Key: 'x.zip' };
    return { Code: { Type: 'AWS::S3::Bucket', Properties: {} }, ...grant('s3:PutObject', { 'Fn::Sub': '${Code.Arn}/*' }) };
  },
  'code of a bucket that no template makes': (t) => {
    t[fn].Properties.Code = { S3Bucket: 'evil-bucket', S3Key: 'x.zip' };
  },
  'an image of another account': (t) => {
    t[fn].Properties.Code = { ImageUri: `${acc}.dkr.ecr.eu-west-1.amazonaws.com/evil:latest` };
  },
  'a layer of another account': (t) => {
    t[fn].Properties.Layers = [`arn:aws:lambda:eu-west-1:${acc}:layer:evil:1`];
  },
  'new layers': () => grant('lambda:PublishLayerVersion', '*'),
  'a nested stack of a bucket that no template makes': () => ({ Evil: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://evil.s3.eu-west-1.amazonaws.com/x.json' } } }),
  'a custom resource of another account': () => ({ Evil: { Type: 'Custom::Evil', Properties: { ServiceToken: `arn:aws:lambda:eu-west-1:${acc}:function:evil`, Secret: ref(secret) } } }),
  'a role that is passed to a service without a path in the catalogue': () => ({
    Machines: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }] } } },
    ...grant(['iam:PassRole', 'states:CreateStateMachine'], [att('Machines'), { 'Fn::Sub': 'arn:aws:states:${AWS::Region}:${AWS::AccountId}:stateMachine:*' }]),
  }),
  'signatures of a key': () => grant('kms:Sign', att(key)),
  'the policy of a key': () => grant('kms:PutKeyPolicy', att(key)),
  'a key policy for a role of another function': (t) => {
    t[key].Properties.KeyPolicy.Statement.push({ Effect: 'Allow', Principal: { AWS: att(t[readFn].Properties.Role['Fn::GetAtt'][0]) }, Action: 'kms:Decrypt', Resource: '*' });
  },
  'a key policy for a role of the account that no template makes': (t) => {
    t[key].Properties.KeyPolicy.Statement.push({ Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/Admin' } }, Action: 'kms:Decrypt', Resource: '*' });
  },
  'a queue policy for a role of the account that no template makes': () => ({ Evil: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [ref(queue)], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:user/evil' } }, Action: 'sqs:ReceiveMessage', Resource: att(queue) }] } } } }),
  'a queue policy for a principal of another stack': () => ({ Evil: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [ref(queue)], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: { 'Fn::ImportValue': 'evil' } }, Action: 'sqs:ReceiveMessage', Resource: att(queue) }] } } } }),
  'a permission for a role of the account that no template makes': () => ({ Evil: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: att(fn), Action: 'lambda:InvokeFunction', Principal: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/Other' } } } }),
  'a permission for the role of another function': (t) => ({ Evil: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: att(fn), Action: 'lambda:InvokeFunction', Principal: att(t[readFn].Properties.Role['Fn::GetAtt'][0]) } } }),
  'a table under a key of another account': (t) => {
    t[table].Properties.Replicas[0].SSESpecification = { KMSMasterKeyId: `arn:aws:kms:eu-west-1:${acc}:key/evil` };
  },
  'a trail into a bucket that no template makes': () => ({ Evil: { Type: 'AWS::CloudTrail::Trail', Properties: { S3BucketName: 'evil-bucket', IsLogging: true } } }),
  'a trail that tells a topic of another account': (t) => {
    ofType(t, 'AWS::CloudTrail::Trail').Properties.SnsTopicName = `arn:aws:sns:eu-west-1:${acc}:evil`;
  },
  'replication into another account': (t) => {
    t[trail].Properties.ReplicationConfiguration = { Role: att(role), Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::evil-bucket', Account: acc } }] };
  },
  'access logs of a bucket into another one': (t) => {
    t[trail].Properties.LoggingConfiguration = { DestinationBucketName: 'evil-bucket' };
  },
  'the inventory of a bucket in another account': (t) => {
    t[trail].Properties.InventoryConfigurations = [{ Id: 'x', Enabled: true, Destination: { BucketArn: 'arn:aws:s3:::evil', BucketAccountId: acc, Format: 'CSV' } }];
  },
  'changes of a table in a stream of another account': (t) => {
    t[table].Properties.Replicas[0].KinesisStreamSpecification = { StreamArn: `arn:aws:kinesis:eu-west-1:${acc}:stream/evil` };
  },
  'a delivery stream into another account': () => ({ Evil: { Type: 'AWS::KinesisFirehose::DeliveryStream', Properties: { ExtendedS3DestinationConfiguration: { BucketARN: 'arn:aws:s3:::evil' } } } }),
  'a delivery stream to a server': () => ({ Evil: { Type: 'AWS::KinesisFirehose::DeliveryStream', Properties: { HttpEndpointDestinationConfiguration: { EndpointConfiguration: { Url: 'https://evil.invalid' } } } } }),
  'a metric stream of another account': () => ({ Evil: { Type: 'AWS::CloudWatch::MetricStream', Properties: { FirehoseArn: `arn:aws:firehose:eu-west-1:${acc}:deliverystream/evil` } } }),
  'telemetry for another account': () => ({ Evil: { Type: 'AWS::Oam::Link', Properties: { SinkIdentifier: `arn:aws:oam:eu-west-1:${acc}:sink/x`, ResourceTypes: ['AWS::Logs::LogGroup'] } } }),
  'all log groups for another account': () => ({ Evil: { Type: 'AWS::Logs::AccountPolicy', Properties: { PolicyName: 'x', PolicyType: 'SUBSCRIPTION_FILTER_POLICY', PolicyDocument: JSON.stringify({ DestinationArn: `arn:aws:logs:eu-west-1:${acc}:destination:evil` }) } } }),
  'backups in another account': () => ({ Evil: { Type: 'AWS::Backup::BackupPlan', Properties: { BackupPlan: { BackupPlanRule: [{ CopyActions: [{ DestinationBackupVaultArn: `arn:aws:backup:eu-west-1:${acc}:backup-vault:evil` }] }] } } } }),
  'a route that is integrated with a server': (t) => {
    t[method].Properties.Integration = { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'POST', Uri: 'https://evil.invalid/x' };
  },
  'a route that is integrated with a function of another account': (t) => {
    t[method].Properties.Integration.Uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:${acc}:function:evil/invocations`;
  },
};

test.each(Object.entries(ATTACKS))('%s: found', (_, attack) => {
  expect(undeclared(attack)).not.toEqual([]);
});

/** No edge that a grant could declare, or none that the templates decide: another rule reports each. */
const REPORTED: Record<string, [string, Change]> = {
  'a route without authentication': ['ZT-APIGATEWAY-001', (t) => {
    t[method].Properties.AuthorizationType = 'NONE'; delete t[method].Properties.AuthorizerId;
  }],
  'a route with an API key only': ['ZT-APIGATEWAY-001', (t) => {
    Object.assign(t[method].Properties, { AuthorizationType: 'NONE', ApiKeyRequired: true }); delete t[method].Properties.AuthorizerId;
  }],
  'users of a pool of another account': ['ZT-TRUST-004', (t) => {
    ofType(t, 'AWS::ApiGateway::Authorizer').Properties.ProviderARNs = [`arn:aws:cognito-idp:eu-west-1:${acc}:userpool/evil`];
  }],
  'a key policy for a service without a source': ['ZT-KMS-004', (t) => {
    t[key].Properties.KeyPolicy.Statement.push({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'kms:Decrypt', Resource: '*' });
  }],
  'a layer for another account': ['ZT-TRUST-004', () => ({
    Evil: { Type: 'AWS::Lambda::LayerVersion', Properties: { Content: { S3Bucket: 'x', S3Key: 'y' } } },
    Shared: { Type: 'AWS::Lambda::LayerVersionPermission', Properties: { LayerVersionArn: ref('Evil'), Action: 'lambda:GetLayerVersion', Principal: acc } },
  })],
  'an access point for another account': ['ZT-TRUST-002', () => ({ Evil: { Type: 'AWS::S3::AccessPoint', Properties: { Bucket: ref(trail), Policy: { Statement: [{ Effect: 'Allow', Principal: { AWS: acc }, Action: 's3:GetObject', Resource: '*' }] } } } })],
  'a table that is shared with another account': ['ZT-TRUST-004', () => ({ Evil: { Type: 'AWS::RAM::ResourceShare', Properties: { Name: 'x', Principals: [acc], ResourceArns: [att(table)] } } })],
  'images that are replicated into another account': ['ZT-TRUST-004', () => ({ Evil: { Type: 'AWS::ECR::ReplicationConfiguration', Properties: { ReplicationConfiguration: { Rules: [{ Destinations: [{ Region: 'eu-west-1', RegistryId: acc }] }] } } } })],
  'events of another account': ['ZT-TRUST-004', () => ({ Evil: { Type: 'AWS::Events::EventBusPolicy', Properties: { StatementId: 'x', Action: 'events:PutEvents', Principal: acc } } })],
  'logs of another account in all log groups': ['ZT-TRUST-002', () => ({ Evil: { Type: 'AWS::Logs::ResourcePolicy', Properties: { PolicyName: 'x', PolicyDocument: JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: acc }, Action: 'logs:PutLogEvents', Resource: '*' }] }) } } })],
  'a network of another account': ['ZT-TRUST-004', () => ({ Evil: { Type: 'AWS::EC2::VPCPeeringConnection', Properties: { VpcId: 'vpc-1', PeerVpcId: 'vpc-2', PeerOwnerId: acc } } })],
  'a variable that loads other code': ['ZT-LAMBDA-036', (t) => {
    t[fn].Properties.Environment.Variables.NODE_OPTIONS = '--require /opt/evil.js';
  }],
  'a secret in another region': ['ZT-SECRETS-001', (t) => {
    t[secret].Properties.ReplicaRegions = [{ Region: 'us-east-1' }];
  }],
};

test.each(Object.entries(REPORTED))('%s: reported by its own rule', (_, [rule, change]) => {
  const failing = (model: TemplateModel) => evaluate(model, [ruleOf(rule)!]).filter(({ result }) => result.verdict !== 'pass').map(({ resource, result }) => `${resource.logicalId} ${JSON.stringify(result)}`);
  expect(failing(changed(change))).not.toEqual(failing(changed(() => undefined)));
});

test.each<[string, Change]>([
  ['a grant of a key, where the policy of the key denies it', () => grant('kms:CreateGrant', att(key))],
  ['a key policy for a role that uses what is under the key', (t) => {
    t[key].Properties.KeyPolicy.Statement.push({ Effect: 'Allow', Principal: { AWS: att(role) }, Action: 'kms:Decrypt', Resource: '*' });
  }],
  ['the account itself, in which only policies of identities let in', () => ({ Root: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: att(fn), Action: 'lambda:InvokeFunction', Principal: ref('AWS::AccountId') } } })],
  ['replication that is disabled', (t) => {
    t[trail].Properties.ReplicationConfiguration = { Role: att(role), Rules: [{ Status: 'Disabled', Destination: { Bucket: 'arn:aws:s3:::evil-bucket' } }] };
  }],
  ['signed code, whichever bucket it is in', (t) => {
    Object.assign(t[fn].Properties, { Code: { S3Bucket: 'other', S3Key: 'x.zip' }, CodeSigningConfigArn: ref('Signing') });
    return { Signing: { Type: 'AWS::Lambda::CodeSigningConfig', Properties: { AllowedPublishers: {}, CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' } } } };
  }],
  ['a layer of AWS', (t) => {
    t[fn].Properties.Layers = ['arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:38'];
  }],
  ['the right to pass a role, without one to make what takes it', () => grant('iam:PassRole', att(role))],
  ['what only looks at the account', () => grant(['ec2:DescribeRegions', 'iam:ListRoles'], '*')],
  ['the key of what is declared to be read', () => grant('kms:Decrypt', att(key))],
  ['service-linked roles of services', () => grant('iam:CreateServiceLinkedRole', { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/aws-service-role/*' })],
  ['its own logs', () => grant(['logs:CreateLogStream', 'logs:PutLogEvents'], 'arn:aws:logs:*:*:log-group:*')],
])('%s: not held to declarations', (_, change) => {
  expect(undeclared(change)).toEqual([]);
});
