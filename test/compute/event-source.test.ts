import { App, CfnParameter, Duration, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  DataClass, DeclaredEdges, SecureBucket, SecureEventBus, SecureFunction, SecureFunctionProps, SecureQueue, SecureTable, SecureTopic, TrustZone,
} from '../../src';
import { EventSource } from '../../src/compute/event-source';
import { DeployedTemplates } from '../support/deployed-template';
import { IamJudge } from '../support/iam-judge';
import { stackFindings } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const list = (value: any) => (Array.isArray(value) ? value : [value]);

function withFunction(props: Partial<SecureFunctionProps> = {}, stackProps?: StackProps) {
  const stack = new Stack(new App(), 'Stack', stackProps);
  const fn = new SecureFunction(stack, 'Fn', { code, ...props });
  return { stack, fn, template: () => Template.fromStack(stack) };
}

const table = (stack: Stack) => new SecureTable(stack, 'Table', {
  partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, dynamoStream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
});

function mappingOf(template: Template): any {
  const mappings = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
  expect(mappings).toHaveLength(1);
  return mappings[0].Properties;
}

/** The function's own statements but for its logs. */
function grantsOf(template: Template): { actions: string[]; resources: any[]; conditions: any }[] {
  return Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
    .filter(([id]) => id.startsWith('FnOwn'))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement)
    .filter((statement) => statement.Sid !== 'OwnLogs')
    .map((statement) => ({ actions: list(statement.Action), resources: list(statement.Resource), conditions: statement.Condition }));
}

const through = (service: string) => ({
  StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', [`${service}.`, { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } },
});
const arnOf = (prefix: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [expect.stringMatching(`^${prefix}`), attribute] });

/** The same, for the matchers of the CDK. */
const anArn = (prefix: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${prefix}`), 'Arn'] });

const CONSUME_QUEUE = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
const READ_TABLE_STREAM = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'];
const READ_STREAM = ['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'];

describe('every source of events', () => {
  test('leaves nothing open in the five packs', () => {
    const { open, acknowledged } = stackFindings((stack) => {
      const fn = (id: string) => new SecureFunction(stack, id, { code });
      const stream = kinesis.Stream.fromStreamArn(stack, 'Stream', 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders');
      fn('OnQueue').consumes(EventSource.queue(new SecureQueue(stack, 'Queue')));
      fn('OnTable').consumes(EventSource.tableStream(table(stack)));
      fn('OnStream').consumes(EventSource.stream(stream));
      fn('OnBucket').consumes(EventSource.bucket(new SecureBucket(stack, 'Bucket', { withoutReplica: 'exports can be made again' })));
      fn('OnBus').consumes(EventSource.eventBus(new SecureEventBus(stack, 'Bus'), { eventPattern: { source: ['shop'] } }));
      fn('OnTopic').consumes(EventSource.topic(new SecureTopic(stack, 'Topic')));
    });
    expect(open).toEqual([]);
    expect(acknowledged.map((a) => `${a.rule} ${a.path}`).filter((text) => /EventSourceMapping|On(Table|Stream|Bucket|Bus|Topic)\w*\//.test(text)).sort()).toEqual([
      expect.stringMatching(/^Serverless-LambdaEventSourceMappingDestination Stack\/OnBucket\/SqsEventSource/),
      expect.stringMatching(/^Serverless-LambdaEventSourceMappingDestination Stack\/OnQueue\/SqsEventSource/),
      expect.stringMatching(/^Serverless-SQSRedrivePolicy Stack\/Bucket\/NoticesForStackOnBucket\w+\/DeadLetters\/Resource$/),
    ]);
  });

  test('is polled by Lambda from outside, so that the function\'s network has no endpoint for it', () => {
    const { stack, fn, template } = withFunction();
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue')));
    fn.consumes(EventSource.tableStream(table(stack)));
    fn.consumes(EventSource.stream(new kinesis.Stream(stack, 'Stream')));
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });

  test('leaves the endpoint there when the function itself calls the same service', () => {
    const { stack, fn, template } = withFunction();
    const queue = new SecureQueue(stack, 'Queue');
    fn.consumes(EventSource.queue(queue));
    queue.grantSendMessages(fn);
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 1);
  });

  test.each([['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov']])('names no partition in %s', (region) => {
    const { stack, fn, template } = withFunction({}, { env: { region } });
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue'), { filters: [lambda.FilterCriteria.filter({ body: { kind: ['order'] } })] }));
    fn.consumes(EventSource.tableStream(table(stack)));
    fn.consumes(EventSource.topic(new SecureTopic(stack, 'Topic')));
    expect(JSON.stringify(template().toJSON())).not.toMatch(/arn:aws[:-]/);
  });
});

describe('a function, as an IAM simulator judges,', () => {
  const { stack, fn, template } = withFunction();
  const stream = 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders';
  fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue')));
  fn.consumes(EventSource.stream(kinesis.Stream.fromStreamAttributes(stack, 'Stream', { streamArn: stream, encryptionKey: TrustZone.of(stack).key() })));
  const deployed = new DeployedTemplates([template().toJSON()]);
  const judge = new IamJudge(deployed);
  const id = (type: string, name: RegExp) => Object.keys(deployed.resources(type)).find((logicalId) => name.test(logicalId))!;
  const allows = (action: string, resource: string, context?: Record<string, string>) =>
    judge.allows(id('AWS::Lambda::Function', /^Fn/), { action, resource, context });
  const key = deployed.arnOf(id('AWS::KMS::Key', /ConfidentialKey/));
  const queueArn = deployed.arnOf(id('AWS::SQS::Queue', /^Queue(?!DeadLetters)/));

  test.each([...CONSUME_QUEUE.map((action) => [action, queueArn]), ...READ_STREAM.map((action) => [action, stream])])('may %s on %s', async (action, resource) => {
    expect(await allows(action, resource)).toBe(true);
  });

  test.each([
    ['sqs:SendMessage', queueArn], ['sqs:PurgeQueue', queueArn], ['sqs:ReceiveMessage', `${queueArn}-other`],
    ['kinesis:PutRecord', stream], ['kinesis:SubscribeToShard', `${stream}/consumer/audit:1`], ['kinesis:GetRecords', `${stream}-other`],
  ])('may not %s on %s', async (action, resource) => {
    expect(await allows(action, resource)).toBe(false);
  });

  test('may use the key of the stream through Kinesis only', async () => {
    expect(await allows('kms:Decrypt', key, { 'kms:ViaService': 'kinesis.eu-west-1.amazonaws.com' })).toBe(true);
    expect(await allows('kms:Decrypt', key, { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' })).toBe(false);
    expect(await allows('kms:Decrypt', key)).toBe(false);
  });
});

describe('a queue as a source', () => {
  test('is one mapping that tells failed messages apart and polls for what the function has reserved', () => {
    const { stack, fn, template } = withFunction({ reservedConcurrentExecutions: 7 });
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue'), { batchSize: 5 }));
    expect(mappingOf(template())).toMatchObject({
      BatchSize: 5, FunctionResponseTypes: ['ReportBatchItemFailures'], ScalingConfig: { MaximumConcurrency: 7 }, EventSourceArn: arnOf('Queue'),
    });
    expect(grantsOf(template())).toEqual([
      { actions: CONSUME_QUEUE, resources: [arnOf('Queue')], conditions: undefined },
      { actions: ['kms:Decrypt'], resources: [arnOf('TrustZoneConfidentialKey')], conditions: through('sqs') },
    ]);
  });

  test('declares who takes from it', () => {
    const { stack, fn } = withFunction();
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue')));
    expect(DeclaredEdges.of(stack)).toEqual([{ caller: 'Stack/Fn', target: 'Stack/Queue', intent: 'consume', actions: CONSUME_QUEUE }]);
  });

  test('hides messages for six timeouts, or is refused', () => {
    const { stack, fn } = withFunction({ timeout: Duration.seconds(30) });
    const queue = new SecureQueue(stack, 'Queue', { visibilityTimeout: Duration.seconds(179) });
    expect(() => fn.consumes(EventSource.queue(queue))).toThrow(failsWith('QueueVisibilityTooShort'));
    expect(() => fn.consumes(EventSource.queue(queue))).toThrow(/179 s.*180 s/);
  });

  test('is not polled for more than may run at once', () => {
    const { stack, fn } = withFunction({ reservedConcurrentExecutions: 5 });
    const queue = new SecureQueue(stack, 'Queue');
    expect(() => fn.consumes(EventSource.queue(queue, { maxConcurrency: 6 }))).toThrow(failsWith('PollsBeyondConcurrency'));
    expect(() => fn.consumes(EventSource.queue(queue, { maxConcurrency: 6 }))).toThrow(/6 runs.*5 are reserved.*5 or less.*6 or more/);
    expect(() => fn.consumes(EventSource.queue(queue, { maxConcurrency: 5 }))).not.toThrow();
  });

  test.each([[1, 2], [2, 2], [1000, 1000], [1200, 1000]])('of a function that has %d reserved is polled for %d, within the bounds of Lambda', (reserved, polled) => {
    const { stack, fn, template } = withFunction({ reservedConcurrentExecutions: reserved });
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue')));
    expect(mappingOf(template()).ScalingConfig).toEqual({ MaximumConcurrency: polled });
  });

  test('is polled without a bound where the reserved concurrency is not known, or pollers are provisioned', () => {
    const unknown = withFunction();
    const reserved = new CfnParameter(unknown.stack, 'Reserved', { type: 'Number' }).valueAsNumber;
    const fn = new SecureFunction(unknown.stack, 'Other', { code, reservedConcurrentExecutions: reserved });
    fn.consumes(EventSource.queue(new SecureQueue(unknown.stack, 'Queue'), { maxConcurrency: 50 }));
    expect(mappingOf(unknown.template()).ScalingConfig).toEqual({ MaximumConcurrency: 50 });

    const provisioned = withFunction();
    provisioned.fn.addEventSource(new sources.SqsEventSource(new SecureQueue(provisioned.stack, 'Queue'), { provisionedPollerConfig: { minimumPollers: 2 } }));
    expect(mappingOf(provisioned.template()).ScalingConfig).toBeUndefined();
  });

  test('has its filters under the function\'s key, which Lambda may use for functions of this account', () => {
    const { stack, fn, template } = withFunction({ dataClass: DataClass.RESTRICTED });
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue'), { filters: [lambda.FilterCriteria.filter({ body: { customer: ['c-1'] } })] }));
    expect(mappingOf(template())).toMatchObject({
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"customer":["c-1"]}}' }] }, KmsKeyArn: arnOf('TrustZoneRestrictedKey'),
    });
    template().hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: Match.objectLike({
        Statement: Match.arrayWith([{
          Sid: 'EventFilters',
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: {
            ArnLike: {
              'kms:EncryptionContext:aws:lambda:FunctionArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':lambda:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':function:*']] },
            },
          },
        }]),
      }),
    });
  });

  test('without filters lets Lambda use no key', () => {
    const { stack, fn, template } = withFunction();
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue')));
    expect(mappingOf(template()).KmsKeyArn).toBeUndefined();
    expect(JSON.stringify(template().findResources('AWS::KMS::Key'))).not.toContain('lambda.amazonaws.com');
  });
});

describe.each([
  ['a table\'s stream', (stack: Stack) => EventSource.tableStream(table(stack)), 'dynamodb', 'Table', 'StreamArn', READ_TABLE_STREAM],
  ['a Kinesis stream', (stack: Stack) => EventSource.stream(new kinesis.Stream(stack, 'Table', {
    encryption: kinesis.StreamEncryption.KMS, encryptionKey: TrustZone.of(stack).key(),
  })), 'kinesis', 'Table', 'Arn', READ_STREAM],
])('%s as a source', (_, source, service, name, attribute, actions) => {
  test('is tried five times within a day, in halves, and failures are told of in the zone\'s dead letters', () => {
    const { stack, fn, template } = withFunction();
    fn.consumes(source(stack));
    expect(mappingOf(template())).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 86_400,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: arnOf('TrustZoneDeadLetters') } },
    });
  });

  test('is read by exact actions on the stream alone, and its key through the service', () => {
    const { stack, fn, template } = withFunction();
    fn.consumes(source(stack));
    const grants = grantsOf(template()).map((grant) => ({ ...grant, actions: [...grant.actions].sort() }));
    expect(grants).toHaveLength(2);
    expect(grants).toContainEqual({ actions, resources: [arnOf(name, attribute)], conditions: undefined });
    expect(grants).toContainEqual({ actions: ['kms:Decrypt'], resources: [arnOf('TrustZoneConfidentialKey')], conditions: through(service) });
    expect(JSON.stringify(grants)).not.toMatch(/kinesis:\*|dynamodb:\*|SubscribeToShard/);
  });

  test('declares who takes from it', () => {
    const { stack, fn } = withFunction();
    fn.consumes(source(stack));
    expect(DeclaredEdges.of(stack).map(({ caller, target, intent }) => ({ caller, target, intent })))
      .toEqual([{ caller: 'Stack/Fn', target: 'Stack/Table', intent: 'consume' }]);
  });
});

describe('a stream as a source', () => {
  test('takes other bounds, and another queue for what fails', () => {
    const { stack, fn, template } = withFunction();
    fn.consumes(EventSource.tableStream(table(stack), {
      retryAttempts: 1, maxRecordAge: Duration.hours(1), startingPosition: lambda.StartingPosition.LATEST, onFailure: new SecureQueue(stack, 'Failed'),
    }));
    expect(mappingOf(template())).toMatchObject({
      StartingPosition: 'LATEST', MaximumRetryAttempts: 1, MaximumRecordAgeInSeconds: 3600, DestinationConfig: { OnFailure: { Destination: arnOf('Failed') } },
    });
    expect(grantsOf(template())).toContainEqual({ actions: ['sqs:SendMessage'], resources: [arnOf('Failed')], conditions: undefined });
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 0);
    expect(DeclaredEdges.of(stack)).toContainEqual(expect.objectContaining({ target: 'Stack/Failed', intent: 'publish' }));
  });

  test('refuses a destination without a key, and takes one that was imported', () => {
    const { stack, fn } = withFunction();
    const source = (onFailure: sqs.IQueue) => EventSource.stream(new kinesis.Stream(stack, `Stream${onFailure.node.id}`), { onFailure });
    const open = new sqs.Queue(stack, 'Open', { encryption: sqs.QueueEncryption.UNENCRYPTED });
    expect(() => fn.consumes(source(open))).toThrow(failsWith('UnencryptedDestination'));
    expect(() => fn.consumes(source(sqs.Queue.fromQueueArn(stack, 'Elsewhere', 'arn:aws:sqs:eu-west-1:111122223333:failed')))).not.toThrow();
  });

  test('by enhanced fan-out may be subscribed to by its consumer only', () => {
    const { stack, fn, template } = withFunction();
    const stream = new kinesis.Stream(stack, 'Stream');
    fn.consumes(EventSource.streamConsumer(new kinesis.StreamConsumer(stack, 'Consumer', { stream, streamConsumerName: 'audit' })));
    const subscribing = grantsOf(template()).filter(({ actions }) => actions.includes('kinesis:SubscribeToShard'));
    expect(subscribing).toHaveLength(1);
    expect(JSON.stringify(subscribing[0].resources)).toContain('Consumer');
    expect(subscribing[0].actions).toEqual(['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard']);
  });

  test('is made as exact when it comes as an event source of the CDK', () => {
    const { stack, fn, template } = withFunction();
    const stream = new kinesis.Stream(stack, 'Stream', { encryption: kinesis.StreamEncryption.KMS });
    fn.addEventSource(new sources.KinesisEventSource(stream, { startingPosition: lambda.StartingPosition.LATEST, retryAttempts: 2 }));
    expect(mappingOf(template())).toMatchObject({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 2, MaximumRecordAgeInSeconds: 86_400 });
    expect(grantsOf(template()).map(({ actions }) => [...actions].sort())).toEqual(expect.arrayContaining([READ_STREAM, ['kms:Decrypt']]));
    expect(grantsOf(template()).find(({ actions }) => actions[0] === 'kms:Decrypt')!.conditions).toEqual(through('kinesis'));
    expect(DeclaredEdges.of(stack)).toEqual([expect.objectContaining({ caller: 'Stack/Fn', target: 'Stack/Stream', intent: 'consume' })]);
  });

  test('of a table of the CDK is made as exact', () => {
    const { stack, fn, template } = withFunction();
    const plain = new dynamodb.Table(stack, 'Plain', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE,
    });
    fn.addEventSource(new sources.DynamoEventSource(plain, { startingPosition: lambda.StartingPosition.LATEST, bisectBatchOnError: false }));
    expect(mappingOf(template())).toMatchObject({ BisectBatchOnFunctionError: false, MaximumRetryAttempts: 5 });
    expect(grantsOf(template()).flatMap(({ actions }) => actions).every((action) => READ_TABLE_STREAM.includes(action))).toBe(true);
  });

  test('does not bind the key of a later source to the service of an earlier one', () => {
    const { stack, fn, template } = withFunction();
    fn.addEventSourceMapping('Direct', { eventSourceArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/other', startingPosition: lambda.StartingPosition.LATEST });
    fn.addEventSource(new sources.SqsEventSource(new sqs.Queue(stack, 'Plain', { encryption: sqs.QueueEncryption.KMS, visibilityTimeout: Duration.seconds(60) })));
    expect(grantsOf(template()).find(({ actions }) => actions[0] === 'kms:Decrypt')!.conditions).toEqual(through('sqs'));
  });
});

describe('a bucket as a source', () => {
  test('tells a queue of its own, under the bucket\'s key, which hides notices for six timeouts', () => {
    const { stack, fn, template } = withFunction({ timeout: Duration.seconds(20) });
    const bucket = new SecureBucket(stack, 'Bucket', { dataClass: DataClass.RESTRICTED });
    fn.consumes(EventSource.bucket(bucket, { prefix: 'in/', maxBatchingWindow: Duration.seconds(5), events: [s3.EventType.OBJECT_CREATED_PUT] }));
    template().hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 125, KmsMasterKeyId: anArn('TrustZoneRestrictedKey') });
    template().hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: {
        QueueConfigurations: [{ Event: 's3:ObjectCreated:Put', Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'in/' }] } }, Queue: anArn('BucketNoticesFor') }],
      },
    });
    expect(mappingOf(template()).EventSourceArn).toEqual(arnOf('BucketNoticesFor'));
  });

  test('hides notices for a minute at least', () => {
    const { stack, fn, template } = withFunction({ timeout: Duration.seconds(1) });
    fn.consumes(EventSource.bucket(new SecureBucket(stack, 'Bucket')));
    template().hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 60 });
  });

  test('needs a timeout that is known', () => {
    const { stack } = withFunction();
    const timeout = Duration.seconds(new CfnParameter(stack, 'Timeout', { type: 'Number' }).valueAsNumber);
    const fn = new SecureFunction(stack, 'Late', { code, timeout });
    expect(() => fn.consumes(EventSource.bucket(new SecureBucket(stack, 'Bucket')))).toThrow(failsWith('UnknownTimeout'));
  });

  test('declares that the bucket sends and the function takes', () => {
    const { stack, fn } = withFunction();
    fn.consumes(EventSource.bucket(new SecureBucket(stack, 'Bucket')));
    expect(DeclaredEdges.of(stack).map(({ caller, target, intent }) => `${caller} ${intent} ${target.replace(/StackFn\w+/, '*')}`)).toEqual([
      'ServicePrincipal(s3.amazonaws.com) publish Stack/Bucket/NoticesFor*',
      'Stack/Bucket publish Stack/Bucket/NoticesFor*',
      'Stack/Fn consume Stack/Bucket/NoticesFor*',
    ]);
  });

  test('may stand in another stack than the function', () => {
    const app = new App();
    const first = new Stack(app, 'First');
    const zone = new TrustZone(first, 'Zone');
    zone.serve(app);
    const bucket = new SecureBucket(first, 'Bucket');
    const second = new Stack(app, 'Second');
    new SecureFunction(second, 'Fn', { code }).consumes(EventSource.bucket(bucket));
    expect(() => app.synth()).not.toThrow();
  });
});

/** The permission by which a service invokes the function. */
const permissions = (template: Template) => Object.values(template.findResources('AWS::Lambda::Permission')).map(({ Properties }) => Properties);

describe('an event bus as a source', () => {
  const eventPattern = { source: ['shop'], detailType: ['OrderPlaced'] };

  test('is a rule that invokes the function for itself and this account, with dead letters', () => {
    const { stack, fn, template } = withFunction();
    fn.consumes(EventSource.eventBus(new SecureEventBus(stack, 'Bus'), { eventPattern, description: 'Ships orders' }));
    template().hasResourceProperties('AWS::Events::Rule', {
      Description: 'Ships orders',
      EventPattern: { 'source': ['shop'], 'detail-type': ['OrderPlaced'] },
      Targets: [Match.objectLike({ DeadLetterConfig: { Arn: anArn('TrustZoneDeadLetters') } })],
    });
    expect(permissions(template())).toEqual([expect.objectContaining({
      Principal: 'events.amazonaws.com', SourceArn: arnOf('BusEventsFor'), SourceAccount: { Ref: 'AWS::AccountId' },
    })]);
  });

  test('may stand with the zone in another stack, where its rule and dead letters stand beside the function', () => {
    const app = new App();
    const first = new Stack(app, 'First');
    new TrustZone(first, 'Zone').serve(app);
    const bus = new SecureEventBus(first, 'Bus', { dataClass: DataClass.RESTRICTED });
    const second = new Stack(app, 'Second');
    const fn = new SecureFunction(second, 'Fn', { code });
    fn.consumes(EventSource.eventBus(bus, { eventPattern }));
    new SecureFunction(second, 'Other', { code }).consumes(EventSource.eventBus(bus, { eventPattern }));
    fn.consumes(EventSource.eventBus(new SecureEventBus(first, 'Second', { dataClass: DataClass.RESTRICTED }), { eventPattern }));
    const template = Template.fromStack(second);
    template.resourceCountIs('AWS::Events::Rule', 3);
    template.allResourcesProperties('AWS::Events::Rule', {
      Targets: [Match.objectLike({ DeadLetterConfig: { Arn: Match.anyValue() } })],
    });
    template.resourceCountIs('AWS::SQS::Queue', 2);
    expect(permissions(template).every((permission) => permission.SourceArn && permission.SourceAccount)).toBe(true);
    expect(() => app.synth()).not.toThrow();
  });

  test('in another stack than the function, with the zone beside the function, uses the zone\'s dead letters', () => {
    const app = new App();
    const bus = new SecureEventBus(new Stack(app, 'First'), 'Bus');
    const second = new Stack(app, 'Second');
    new SecureFunction(second, 'Fn', { code }).consumes(EventSource.eventBus(bus, { eventPattern }));
    Template.fromStack(second).hasResourceProperties('AWS::Events::Rule', {
      Targets: [Match.objectLike({ DeadLetterConfig: { Arn: anArn('TrustZoneDeadLetters') } })],
    });
  });
});

describe('a topic as a source', () => {
  test('is a subscription with dead letters that invokes the function for this topic and account', () => {
    const { stack, fn, template } = withFunction();
    fn.consumes(EventSource.topic(new SecureTopic(stack, 'Topic'), {
      filterPolicy: { kind: sns.SubscriptionFilter.stringFilter({ allowlist: ['order'] }) },
    }));
    template().hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'lambda', FilterPolicy: { kind: ['order'] }, RedrivePolicy: { deadLetterTargetArn: anArn('TrustZoneDeadLetters') },
    });
    expect(permissions(template())).toEqual([expect.objectContaining({
      Principal: 'sns.amazonaws.com', SourceArn: { Ref: expect.stringMatching('^Topic') }, SourceAccount: { Ref: 'AWS::AccountId' },
    })]);
    expect(DeclaredEdges.of(stack)).toContainEqual({ caller: 'Stack/Topic', target: 'Stack/Fn', intent: 'invoke', actions: ['lambda:InvokeFunction'] });
  });

  test('is as exact when it comes as an event source of the CDK', () => {
    const { stack, fn, template } = withFunction();
    fn.addEventSource(new sources.SnsEventSource(new SecureTopic(stack, 'Topic')));
    template().hasResourceProperties('AWS::SNS::Subscription', { RedrivePolicy: { deadLetterTargetArn: anArn('TrustZoneDeadLetters') } });
    expect(permissions(template())).toEqual([expect.objectContaining({ SourceArn: expect.anything(), SourceAccount: { Ref: 'AWS::AccountId' } })]);
  });
});

describe('a notification of S3 to the function itself', () => {
  test('is refused for a secure bucket, and names account and bucket for one of the CDK', () => {
    const { stack, fn, template } = withFunction();
    const source = (bucket: s3.Bucket) => new sources.S3EventSource(bucket, { events: [s3.EventType.OBJECT_CREATED] });
    expect(() => fn.addEventSource(source(new SecureBucket(stack, 'Bucket')))).toThrow(failsWith('NotificationHandler'));
    fn.addEventSource(source(new s3.Bucket(stack, 'Plain')));
    expect(permissions(template()).at(-1)).toMatchObject({ SourceArn: arnOf('Plain'), SourceAccount: { Ref: 'AWS::AccountId' } });
  });
});

describe('another kind of source', () => {
  test('is mapped as it was said', () => {
    const { fn, template } = withFunction();
    fn.addEventSourceMapping('Kafka', { kafkaBootstrapServers: ['broker:9092'], kafkaTopic: 'orders', startingPosition: lambda.StartingPosition.LATEST });
    expect(mappingOf(template())).not.toHaveProperty('BisectBatchOnFunctionError');
  });
});
