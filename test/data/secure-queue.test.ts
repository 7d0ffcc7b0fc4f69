import { App, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { DataClass, DeclaredEdges, SecureFunction, SecureFunctionProps, TrustZone } from '../../src';
import { SecureQueue, SecureQueueProps } from '../../src/data/secure-queue';
import { stackFindings } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const IMPORTED = 'arn:aws:sqs:eu-west-1:111122223333:elsewhere';

const SEND = ['sqs:SendMessage'];
const CONSUME = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
const BOTH_ON_KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];

function withQueue(props: SecureQueueProps = {}, stackProps: StackProps = {}) {
  const stack = new Stack(new App(), 'Stack', stackProps);
  const queue = new SecureQueue(stack, 'Queue', props);
  const fn = (fnProps: Partial<SecureFunctionProps> = {}) => new SecureFunction(stack, 'Fn', { code, ...fnProps });
  return { stack, queue, fn, template: () => Template.fromStack(stack) };
}

const list = (value: any) => (Array.isArray(value) ? value : [value]);

/** The function's own statements but for its logs. */
function grantsOf(template: Template): { actions: string[]; resources: any[]; conditions: any }[] {
  return Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
    .filter(([id]) => id.startsWith('FnOwn'))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement)
    .filter((statement) => statement.Sid !== 'OwnLogs')
    .map((statement) => ({ actions: list(statement.Action), resources: list(statement.Resource), conditions: statement.Condition }));
}

/** The properties of the queue itself and of its dead-letter queue. */
function queues(template: Template): { queue: any; deadLetters: any } {
  const all = Object.entries(template.findResources('AWS::SQS::Queue'));
  const find = (prefix: RegExp) => all.find(([id]) => prefix.test(id))?.[1];
  return { queue: find(/^Queue(?!DeadLetters)/), deadLetters: find(/^QueueDeadLetters/) };
}

const arnOf = (prefix: string) => ({ 'Fn::GetAtt': [expect.stringMatching(`^${prefix}`), 'Arn'] });
const queueArn = arnOf('Queue(?!DeadLetters)');
const keyThroughSqs = (actions: string[]) => ({
  actions,
  resources: [arnOf('TrustZoneConfidentialKey')],
  conditions: { StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['sqs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } } },
});
const optOuts = (queue: SecureQueue) => queue.node.metadata.filter((entry) => entry.type === 'cdk-zero-trust:opt-out').map((entry) => entry.data);

describe('a secure queue', () => {
  test('leaves nothing open in the five packs, with a sender and a function that it feeds', () => {
    const { open, acknowledged } = stackFindings((stack) => {
      const queue = new SecureQueue(stack, 'Queue');
      queue.grantSendMessages(new SecureFunction(stack, 'Sender', { code }));
      new SecureFunction(stack, 'Consumer', { code }).addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
    });
    expect(open).toEqual([]);
    expect(acknowledged.map((a) => `${a.rule} ${a.path}`).sort()).toEqual([
      'AwsSolutions-IAM5[Resource::*] Stack/TrustZone/Runtime/Resource',
      'HIPAA.Security-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'NIST.800.53.R5-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'PCI.DSS.321-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'Serverless-LambdaEventSourceMappingDestination Stack/Consumer/SqsEventSource:StackQueue1DEA7C94/Resource',
      'Serverless-SQSRedrivePolicy Stack/Queue/DeadLetters/Resource',
      'Serverless-SQSRedrivePolicy Stack/TrustZone/DeadLetters/Resource',
    ]);
  });

  test('is two queues with a policy each, beside the key of its zone', () => {
    expect(Object.values(withQueue().template().toJSON().Resources).map((resource: any) => resource.Type).sort())
      .toEqual(['AWS::KMS::Key', 'AWS::SQS::Queue', 'AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'AWS::SQS::QueuePolicy']);
  });

  test('is encrypted under the zone\'s key like its dead letters, and both stay when the stack goes', () => {
    const { queue, deadLetters } = queues(withQueue().template());
    for (const resource of [queue, deadLetters]) {
      expect(resource).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
        Properties: { KmsMasterKeyId: arnOf('TrustZoneConfidentialKey'), KmsDataKeyReusePeriodSeconds: 300 },
      });
      expect(resource.Properties.QueueName).toBeUndefined();
    }
  });

  test('hands messages over to its dead letters after three attempts, where they stay for 14 days', () => {
    const { queue, deadLetters } = queues(withQueue().template());
    expect(queue.Properties).toMatchObject({
      VisibilityTimeout: 60,
      MessageRetentionPeriod: 345_600,
      RedrivePolicy: { deadLetterTargetArn: arnOf('QueueDeadLetters'), maxReceiveCount: 3 },
    });
    expect(deadLetters.Properties).toMatchObject({ MessageRetentionPeriod: 1_209_600 });
    expect(deadLetters.Properties.RedrivePolicy).toBeUndefined();
  });

  test('denies calls without TLS like its dead letters', () => {
    const policies = Object.values(withQueue().template().findResources('AWS::SQS::QueuePolicy'));
    expect(policies).toHaveLength(2);
    for (const policy of policies) {
      expect(policy.Properties.PolicyDocument.Statement).toEqual([expect.objectContaining({
        Effect: 'Deny', Action: 'sqs:*', Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      })]);
    }
  });

  test('takes times, counts and the key of its data class', () => {
    const { queue: given, template } = withQueue({
      visibilityTimeout: Duration.minutes(6),
      retentionPeriod: Duration.days(1),
      maxReceiveCount: 5,
      deliveryDelay: Duration.seconds(30),
      receiveMessageWaitTime: Duration.seconds(20),
      dataKeyReuse: Duration.minutes(1),
      dataClass: DataClass.RESTRICTED,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { queue, deadLetters } = queues(template());
    expect(queue).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: {
        VisibilityTimeout: 360,
        MessageRetentionPeriod: 86_400,
        DelaySeconds: 30,
        ReceiveMessageWaitTimeSeconds: 20,
        KmsDataKeyReusePeriodSeconds: 60,
        KmsMasterKeyId: arnOf('TrustZoneRestrictedKey'),
        RedrivePolicy: { maxReceiveCount: 5 },
      },
    });
    expect(deadLetters).toMatchObject({
      DeletionPolicy: 'Delete', Properties: { KmsMasterKeyId: arnOf('TrustZoneRestrictedKey'), KmsDataKeyReusePeriodSeconds: 60 },
    });
    expect(given.deadLetterQueue!.maxReceiveCount).toBe(5);
  });

  test.each<[string, SecureQueueProps]>([['by its prop', { fifo: true }], ['by its name', { queueName: 'orders.fifo' }]])(
    'that keeps order %s has dead letters that keep it too', (_, props) => {
      const { queue, deadLetters } = queues(withQueue({ ...props, contentBasedDeduplication: true }).template());
      expect(queue.Properties).toMatchObject({ FifoQueue: true, ContentBasedDeduplication: true });
      expect(deadLetters.Properties).toMatchObject({ FifoQueue: true });
    });

  test('with a name shuts its dead letters for other queues; without one that would be a cycle', () => {
    expect(queues(withQueue({ queueName: 'orders' }).template()).deadLetters.Properties.RedriveAllowPolicy).toEqual({
      redrivePermission: 'byQueue',
      sourceQueueArns: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sqs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':orders']] }],
    });
    expect(queues(withQueue().template()).deadLetters.Properties.RedriveAllowPolicy).toBeUndefined();
  });

  test('belongs to the zone that it is given', () => {
    const stack = new Stack(new App(), 'Stack');
    const zones = ['A', 'B'].map((id) => new TrustZone(stack, id));
    const queue = new SecureQueue(stack, 'Queue', { zone: zones[1] });
    expect(queue.zone).toBe(zones[1]);
    expect(zones[1]._members).toContain(queue);
    expect(queue.encryptionMasterKey!.node.scope).toBe(zones[1]);
  });

  test.each([0, 1001, 2.5])('cannot have a message received %p times before it fails', (maxReceiveCount) => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => new SecureQueue(stack, 'Queue', { maxReceiveCount })).toThrow(failsWith('MaxReceiveCount'));
    expect(stack.node.children).toEqual([]);
  });
});

describe('dead letters of a secure queue', () => {
  test('can be those of the zone', () => {
    const { stack, template } = withQueue();
    const shared = new SecureQueue(stack, 'Other', { deadLetterQueue: TrustZone.of(stack).deadLetterQueue });
    expect(shared.deadLetterQueue!.queue).toBe(TrustZone.of(stack).deadLetterQueue);
    template().hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrustZoneDeadLetters'), 'Arn'] }, maxReceiveCount: 3 },
    });
    expect(Object.keys(template().findResources('AWS::SQS::Queue')).filter((id) => id.startsWith('Other'))).toHaveLength(1);
  });

  test('in a queue of the app deny calls without TLS from then on', () => {
    const stack = new Stack(new App(), 'Stack');
    new SecureQueue(stack, 'Queue', { deadLetterQueue: new sqs.Queue(stack, 'Plain') });
    Template.fromStack(stack).hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: Match.stringLikeRegexp('^Plain') }],
      PolicyDocument: Match.objectLike({
        Statement: [Match.objectLike({ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      }),
    });
  });

  test('cannot go to an imported queue, whose policy cannot be made to deny calls without TLS', () => {
    const stack = new Stack(new App(), 'Stack');
    const imported = sqs.Queue.fromQueueArn(stack, 'Imported', IMPORTED);
    expect(() => new SecureQueue(stack, 'Queue', { deadLetterQueue: imported })).toThrow(failsWith('CannotEnforceTls'));
    expect(stack.node.tryFindChild('Queue')).toBeUndefined();
    expect(stack.node.tryFindChild('TrustZone')).toBeUndefined();
    expect(() => SecureQueue.enforceTls(imported)).toThrow(failsWith('CannotEnforceTls'));
  });

  test('go to an imported queue when someone vouches for its policy, and the metadata show it', () => {
    const stack = new Stack(new App(), 'Stack');
    const imported = sqs.Queue.fromQueueArn(stack, 'Imported', IMPORTED);
    const queue = new SecureQueue(stack, 'Queue', { deadLetterQueue: imported, assumeTlsOnDeadLetterQueue: true });
    expect(queues(Template.fromStack(stack)).queue.Properties.RedrivePolicy.deadLetterTargetArn).toBe(IMPORTED);
    expect(optOuts(queue)).toEqual([expect.stringContaining('assumeTlsOnDeadLetterQueue')]);
    expect(optOuts(withQueue().queue)).toEqual([]);
  });

  test('cannot be of the other kind', () => {
    const { stack } = withQueue();
    const fifo = new SecureQueue(stack, 'Fifo', { fifo: true });
    const standard = TrustZone.of(stack).deadLetterQueue;
    expect(() => new SecureQueue(stack, 'A', { deadLetterQueue: fifo })).toThrow(failsWith('DeadLetterQueueKind'));
    expect(() => new SecureQueue(stack, 'B', { fifo: true, deadLetterQueue: standard })).toThrow(failsWith('DeadLetterQueueKind'));
    expect(() => new SecureQueue(stack, 'C', { queueName: 'c.fifo', deadLetterQueue: standard })).toThrow(failsWith('DeadLetterQueueKind'));
    expect(() => new SecureQueue(stack, 'D', { fifo: true, deadLetterQueue: fifo })).not.toThrow();
  });

  test('are granted as exactly as the queue', () => {
    const { queue, fn, template } = withQueue();
    queue.deadLetterQueue!.queue.grantConsumeMessages(fn());
    expect(grantsOf(template())).toEqual([
      { actions: CONSUME, resources: [arnOf('QueueDeadLetters')], conditions: undefined }, keyThroughSqs(['kms:Decrypt']),
    ]);
  });
});

describe('grants of a secure queue', () => {
  type Grant = (queue: SecureQueue, fn: SecureFunction) => void;
  test.each<[string, string[], string[], Grant]>([
    ['grantSendMessages', SEND, BOTH_ON_KEY, (queue, fn) => queue.grantSendMessages(fn)],
    ['grantConsumeMessages', CONSUME, ['kms:Decrypt'], (queue, fn) => queue.grantConsumeMessages(fn)],
    ['grantPurge', ['sqs:PurgeQueue'], [], (queue, fn) => queue.grantPurge(fn)],
    ['grant', ['sqs:GetQueueUrl', 'sqs:SendMessage'], BOTH_ON_KEY, (queue, fn) => queue.grant(fn, 'sqs:GetQueueUrl', 'sqs:SendMessage')],
    ['grant', ['sqs:ReceiveMessage'], ['kms:Decrypt'], (queue, fn) => queue.grant(fn, 'sqs:ReceiveMessage')],
    ['grant', ['sqs:GetQueueUrl'], [], (queue, fn) => queue.grant(fn, 'sqs:GetQueueUrl')],
  ])('%s names exactly %p, and the key through SQS for %p', (_name, actions, keyActions, grant) => {
    const { queue, fn, template } = withQueue();
    grant(queue, fn());
    expect(grantsOf(template())).toEqual([
      { actions, resources: [queueArn], conditions: undefined }, ...keyActions.length ? [keyThroughSqs(keyActions)] : [],
    ]);
  });

  type CdkGrant = (queue: SecureQueue, fn: SecureFunction) => void;
  test.each<[string, string[], CdkGrant]>([
    ['sendMessages', BOTH_ON_KEY, (queue, fn) => queue.grants.sendMessages(fn)],
    ['consumeMessages', ['kms:Decrypt'], (queue, fn) => queue.grants.consumeMessages(fn)],
    ['purge', [], (queue, fn) => queue.grants.purge(fn)],
  ])('by the CDK\'s own grants.%s use the key through SQS alone, and no wildcard', (_name, keyActions, grant) => {
    const { queue, fn, template } = withQueue();
    grant(queue, fn());
    const [, ...onKey] = grantsOf(template());
    expect(onKey).toEqual(keyActions.length ? [keyThroughSqs(keyActions)] : []);
    expect(JSON.stringify(grantsOf(template()))).not.toContain('*');
  });

  test('open the endpoint of SQS to senders, for this queue and action', () => {
    const { queue, fn, template } = withQueue();
    queue.grantSendMessages(fn());
    template().hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface',
      PolicyDocument: Match.objectLike({ Statement: [Match.objectLike({ Action: 'sqs:SendMessage', Resource: Match.anyValue() })] }),
    });
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 1);
  });

  test('declare edges', () => {
    const { stack, queue, fn } = withQueue();
    const caller = fn();
    queue.grantSendMessages(caller);
    queue.grantConsumeMessages(caller);
    expect(DeclaredEdges.of(stack)).toEqual([
      { caller: 'Stack/Fn', target: 'Stack/Queue', intent: 'consume', actions: CONSUME },
      { caller: 'Stack/Fn', target: 'Stack/Queue', intent: 'publish', actions: SEND },
    ]);
  });

  test('refuse wildcards, and a grantee that would get nothing', () => {
    const { stack, queue, fn } = withQueue({}, { env: { account: '111122223333', region: 'eu-west-1' } });
    const caller = fn();
    expect(() => queue.grant(caller, 'sqs:*')).toThrow(failsWith('WildcardAction'));
    expect(() => queue.grant(caller, 'sqs:Send*')).toThrow(failsWith('WildcardAction'));
    expect(() => queue.grant(caller)).toThrow(failsWith('NoActions'));
    expect(() => queue.grantConsumeMessages(new iam.ServicePrincipal('pipes.amazonaws.com'))).toThrow(failsWith('GrantWithoutEffect'));
    expect(() => queue.grantSendMessages(new iam.AccountPrincipal('444455556666'))).toThrow(failsWith('GrantWithoutEffect'));
    expect(() => queue.grantSendMessages(iam.Role.fromRoleArn(stack, 'Abroad', 'arn:aws:iam::444455556666:role/sender')))
      .toThrow(failsWith('GrantWithoutEffect'));
  });

  test('on the key leave out what SQS does not do with it', () => {
    const { queue, fn } = withQueue();
    expect(queue.grantOnKey(fn(), 'kms:Encrypt', 'kms:CreateGrant')).toEqual({});
  });
});

describe('a service that sends to a secure queue', () => {
  function policiesWithRule() {
    const { stack, queue, template } = withQueue();
    new events.Rule(stack, 'Rule', { schedule: events.Schedule.rate(Duration.hours(1)), targets: [new targets.SqsQueue(queue)] });
    return { stack, template: template() };
  }

  test('is let in by the queue\'s policy, for this account', () => {
    const { template } = policiesWithRule();
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([{
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: 'events.amazonaws.com' },
          Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Queue'), 'Arn'] },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }]),
      }),
    });
  });

  test('is let in by the key too, without which messages vanish', () => {
    const statements = (template: Template) => Object.values(template.findResources('AWS::KMS::Key')).flatMap((key) => key.Properties.KeyPolicy.Statement);
    const ofEvents = (statement: any) => statement.Principal?.Service === 'events.amazonaws.com';
    expect(statements(policiesWithRule().template).filter(ofEvents)).toEqual([expect.objectContaining({ Action: BOTH_ON_KEY })]);
    expect(statements(withQueue().template()).filter(ofEvents)).toEqual([]);
  });

  test('by a bucket\'s notification gets the key for this account only, where the CDK lets S3 in for any', () => {
    const { stack, queue, template } = withQueue();
    new s3.Bucket(stack, 'Bucket').addObjectCreatedNotification(new notifications.SqsDestination(queue));
    const statements = Object.values(template().findResources('AWS::KMS::Key')).flatMap((key) => key.Properties.KeyPolicy.Statement);
    expect(statements.filter((statement: any) => statement.Principal?.Service === 's3.amazonaws.com')).toEqual([expect.objectContaining({
      Action: BOTH_ON_KEY, Condition: expect.objectContaining({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }),
    })]);
  });

  test('that leaves dead letters gets the key of their queue, without which they vanish', () => {
    const { stack, queue, fn, template } = withQueue();
    const target = new targets.LambdaFunction(fn(), { deadLetterQueue: queue });
    new events.Rule(stack, 'Rule', { schedule: events.Schedule.rate(Duration.hours(1)), targets: [target] });
    template().hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: Match.objectLike({ Statement: Match.arrayWith([Match.objectLike({ Sid: 'Events', Principal: { Service: 'events.amazonaws.com' } })]) }),
    });
  });

  test('is declared as an edge, and leaves nothing open in the five packs', () => {
    expect(DeclaredEdges.of(policiesWithRule().stack)).toEqual([
      expect.objectContaining({ caller: expect.stringContaining('events.amazonaws.com'), target: 'Stack/Queue', intent: 'publish' }),
    ]);
    expect(stackFindings((stack) => {
      const target = new targets.SqsQueue(new SecureQueue(stack, 'Queue'), { deadLetterQueue: TrustZone.of(stack).deadLetterQueue });
      new events.Rule(stack, 'Rule', { schedule: events.Schedule.rate(Duration.hours(1)), targets: [target] });
    }).open).toEqual([]);
  });

  test('is refused when nobody would open the key for it', () => {
    const { queue } = withQueue();
    const unknown = new iam.ServicePrincipal('ses.amazonaws.com');
    expect(() => queue.grantSendMessages(unknown)).toThrow(failsWith('UnknownSender'));
    expect(() => queue.grants.sendMessages(unknown)).toThrow(failsWith('UnknownSender'));
    expect(() => queue.grantSendMessages(new iam.ServicePrincipal('s3.amazonaws.com'))).not.toThrow();
  });
});

describe('a function that a secure queue feeds', () => {
  test('gets what the poller needs, and no way in its network', () => {
    const { queue, fn, template } = withQueue();
    fn().addEventSource(new SqsEventSource(queue));
    expect(grantsOf(template())).toEqual([{ actions: CONSUME, resources: [queueArn], conditions: undefined }, keyThroughSqs(['kms:Decrypt'])]);
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });

  test('may be in another stack than the queue', () => {
    const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'weak' } });
    const queue = new SecureQueue(new Stack(app, 'Data'), 'Queue');
    const compute = new Stack(app, 'Compute');
    new SecureFunction(compute, 'Fn', { code }).addEventSource(new SqsEventSource(queue));
    app.synth();
    const [onQueue, onKey] = grantsOf(Template.fromStack(compute)).map((grant) => JSON.stringify(grant.resources));
    expect(onQueue).toContain('Fn::GetStackOutput');
    expect(onKey).toContain('Fn::ImportValue');
  });
});
