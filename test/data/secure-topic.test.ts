import { App, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { DataClass, DeclaredEdges, SecureFunction, TrustZone, ZeroTrustChecks } from '../../src';
import { SecureQueue } from '../../src/data/secure-queue';
import { SecureTopic } from '../../src/data/secure-topic';
import { SecureTopicProps } from '../../src/data/secure-topic-props';
import { DeployedTemplates } from '../support/deployed-template';
import { IamJudge } from '../support/iam-judge';
import { fivePacks, findingsOf } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const OTHER = '444455556666';

function withTopic(props: SecureTopicProps = {}, stackProps: StackProps = {}, context: Record<string, unknown> = {}) {
  const stack = new Stack(new App({ context }), 'Stack', stackProps);
  const topic = new SecureTopic(stack, 'Topic', props);
  const fn = (id = 'Fn') => new SecureFunction(stack, id, { code });
  return { stack, topic, fn, template: () => Template.fromStack(stack) };
}

const THIS_ACCOUNT = { Ref: 'AWS::AccountId' };
const BOTH_ON_KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];
const arnOf = (prefix: string) => ({ 'Fn::GetAtt': [expect.stringMatching(`^${prefix}`), 'Arn'] });
const refTo = (prefix: string) => ({ Ref: expect.stringMatching(`^${prefix}`) });
const list = (value: any) => (Array.isArray(value) ? value : [value]);

function statementsOf(template: Template, type: string, document: string): any[] {
  return Object.values(template.findResources(type)).flatMap((resource) => resource.Properties[document].Statement);
}
const topicStatements = (template: Template) => statementsOf(template, 'AWS::SNS::TopicPolicy', 'PolicyDocument');
const keyStatements = (template: Template, service: string) => statementsOf(template, 'AWS::KMS::Key', 'KeyPolicy')
  .filter((statement) => statement.Principal?.Service === service);
const allowed = (template: Template) => topicStatements(template).filter((statement) => statement.Effect === 'Allow');

/** The function's own statements but for its logs. */
function grantsOf(template: Template): any[] {
  return Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
    .filter(([id]) => id.startsWith('FnOwn'))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement)
    .filter((statement) => statement.Sid !== 'OwnLogs')
    .map((statement) => ({ actions: list(statement.Action), resources: list(statement.Resource), conditions: statement.Condition }));
}

/** In place of the zone that would appear by itself. */
const trusting = (stack: Stack) => new TrustZone(stack, 'TrustZone', { trustedAccounts: [OTHER] });

function everyPath(stack: Stack): void {
  trusting(stack);
  const topic = new SecureTopic(stack, 'Topic');
  topic.grantPublish(new SecureFunction(stack, 'Publisher', { code }));
  topic.addSubscription(new subscriptions.SqsSubscription(new SecureQueue(stack, 'Queue')));
  topic.addSubscription(new subscriptions.LambdaSubscription(new SecureFunction(stack, 'Subscriber', { code })));
  topic.addSubscription(new subscriptions.UrlSubscription('https://hooks.example.com/'));
  topic.allowAlarms();
  topic.allowAccount(OTHER);
  const target = new targets.SnsTopic(topic, { deadLetterQueue: TrustZone.of(stack).deadLetterQueue });
  new events.Rule(stack, 'Rule', { schedule: events.Schedule.rate(Duration.hours(1)), targets: [target] });
}

describe('a secure topic', () => {
  test('leaves nothing open in the five packs, with publishers and subscribers of each kind', () => {
    const { open, acknowledged } = findingsOf((app) => everyPath(new Stack(app, 'Stack')), fivePacks());
    expect(open).toEqual([]);
    expect(acknowledged.map((a) => `${a.rule} ${a.path}`).sort()).toEqual([
      'AwsSolutions-IAM5[Resource::*] Stack/TrustZone/Runtime/Resource',
      'HIPAA.Security-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'NIST.800.53.R5-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'PCI.DSS.321-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'Serverless-SQSRedrivePolicy Stack/Queue/DeadLetters/Resource',
      'Serverless-SQSRedrivePolicy Stack/TrustZone/DeadLetters/Resource',
    ]);
  });

  test.each([['', {}], ['with the CDK\'s recommended flags ', recommendedFlags]])('%sleaves nothing open in our own pack', (_, context) => {
    expect(findingsOf((app) => everyPath(new Stack(app, 'Stack')), [new ZeroTrustChecks(undefined, { trustedAccounts: [OTHER] })], { context }).open).toEqual([]);
  });

  test('is a topic and its policy, beside the key of its zone', () => {
    const template = withTopic().template();
    expect(Object.values(template.toJSON().Resources).map((resource: any) => resource.Type).sort())
      .toEqual(['AWS::KMS::Key', 'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy']);
    expect(Object.values(template.findResources('AWS::SNS::Topic'))[0].Properties).toEqual({
      KmsMasterKeyId: arnOf('TrustZoneConfidentialKey'), SignatureVersion: '2',
    });
  });

  test('denies publishing without TLS, and lets nobody in by itself', () => {
    expect(topicStatements(withTopic().template())).toEqual([expect.objectContaining({
      Effect: 'Deny', Action: 'sns:Publish', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    })]);
  });

  test('takes the key of its data class, names and the order of messages', () => {
    const { template } = withTopic({
      dataClass: DataClass.RESTRICTED,
      displayName: 'Orders',
      topicName: 'orders',
      fifo: true,
      contentBasedDeduplication: true,
      fifoThroughputScope: sns.FifoThroughputScope.MESSAGE_GROUP,
    });
    template().hasResourceProperties('AWS::SNS::Topic', {
      KmsMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrustZoneRestrictedKey'), 'Arn'] },
      DisplayName: 'Orders',
      TopicName: 'orders.fifo',
      FifoTopic: true,
      ContentBasedDeduplication: true,
      FifoThroughputScope: 'MessageGroup',
    });
  });

  test('goes with its stack, as it holds no messages, unless it is told to stay', () => {
    expect(Object.values(withTopic().template().findResources('AWS::SNS::Topic'))[0].DeletionPolicy).toBeUndefined();
    withTopic({ removalPolicy: RemovalPolicy.RETAIN }).template().hasResource('AWS::SNS::Topic', { DeletionPolicy: 'Retain' });
  });

  test('belongs to the zone that it is given', () => {
    const stack = new Stack(new App(), 'Stack');
    const zones = ['A', 'B'].map((id) => new TrustZone(stack, id));
    const topic = new SecureTopic(stack, 'Topic', { zone: zones[1] });
    expect(topic.zone).toBe(zones[1]);
    expect(zones[1]._members).toContain(topic);
    expect(topic.masterKey!.node.scope).toBe(zones[1]);
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('names no partition, account or region in %s', (region) => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { region } });
    everyPath(stack);
    const text = JSON.stringify(Template.fromStack(stack).toJSON());
    expect(text).not.toMatch(/arn:aws:|111122223333/);
    expect(text).toContain(region);
  });
});

describe('publishers of a secure topic', () => {
  test('get exactly sns:Publish, and the key through SNS', () => {
    const { topic, fn, template } = withTopic();
    topic.grantPublish(fn());
    expect(grantsOf(template())).toEqual([
      { actions: ['sns:Publish'], resources: [refTo('Topic')], conditions: undefined },
      { actions: BOTH_ON_KEY, resources: [arnOf('TrustZoneConfidentialKey')], conditions: viaSns },
    ]);
  });

  test('get the same by the CDK\'s own grants.publish', () => {
    const { topic, fn, template } = withTopic();
    topic.grants.publish(fn());
    expect(grantsOf(template())).toEqual([
      { actions: ['sns:Publish'], resources: [refTo('Topic')], conditions: undefined },
      { actions: BOTH_ON_KEY, resources: [arnOf('TrustZoneConfidentialKey')], conditions: viaSns },
    ]);
  });

  test('reach the topic through an endpoint that is open to it alone', () => {
    const { topic, fn, template } = withTopic();
    topic.grantPublish(fn());
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 1);
    template().hasResourceProperties('AWS::EC2::VPCEndpoint', {
      PolicyDocument: Match.objectLike({ Statement: [Match.objectLike({ Action: 'sns:Publish', Resource: { Ref: Match.stringLikeRegexp('^Topic') } })] }),
    });
  });

  test('may publish and no one else may, as an IAM simulator judges identity, topic, key and endpoint policies', async () => {
    const { topic, fn, template } = withTopic();
    topic.grantPublish(fn());
    fn('Other');
    const deployed = new DeployedTemplates([template().toJSON()]);
    const judge = new IamJudge(deployed);
    const id = (type: string, prefix: string) => Object.keys(deployed.resources(type)).find((logicalId) => logicalId.startsWith(prefix))!;
    const [caller, other] = ['Fn', 'Other'].map((prefix) => id('AWS::Lambda::Function', prefix));
    const publish = { action: 'sns:Publish', resource: deployed.arnOf(id('AWS::SNS::Topic', 'Topic')), throughEndpoint: true };
    const key = deployed.arnOf(id('AWS::KMS::Key', 'TrustZone'));
    const useKey = { action: 'kms:GenerateDataKey', resource: key };

    expect(await judge.allows(caller, publish)).toBe(true);
    expect(await judge.allows(caller, { ...publish, context: { 'aws:SecureTransport': 'false' } })).toBe(false);
    expect(await judge.allows(caller, { ...publish, action: 'sns:Subscribe' })).toBe(false);
    expect(await judge.allows(other, publish)).toBe(false);
    expect(await judge.allows(caller, { ...useKey, context: { 'kms:ViaService': 'sns.eu-west-1.amazonaws.com' } })).toBe(true);
    expect(await judge.allows(caller, useKey)).toBe(false);
    expect(await judge.allows(other, { ...useKey, context: { 'kms:ViaService': 'sns.eu-west-1.amazonaws.com' } })).toBe(false);
  });

  test('declare edges', () => {
    const { stack, topic, fn } = withTopic();
    const caller = fn();
    topic.grantPublish(caller);
    topic.grantSubscribe(caller);
    expect(DeclaredEdges.of(stack)).toEqual([
      { caller: 'Stack/Fn', target: 'Stack/Topic', intent: 'consume', actions: ['sns:Subscribe'] },
      { caller: 'Stack/Fn', target: 'Stack/Topic', intent: 'publish', actions: ['sns:Publish'] },
    ]);
  });

  test('that would get nothing are refused', () => {
    const { stack, topic } = withTopic({}, { env: { account: '111122223333', region: 'eu-west-1' } });
    expect(() => topic.grantPublish(iam.Role.fromRoleArn(stack, 'Abroad', `arn:aws:iam::${OTHER}:role/publisher`))).toThrow(failsWith('GrantWithoutEffect'));
    expect(() => topic.grantPublish(new iam.AccountPrincipal(OTHER))).toThrow(failsWith('GrantWithoutEffect'));
    expect(() => topic.grantSubscribe(new iam.ServicePrincipal('ses.amazonaws.com'))).toThrow(failsWith('GrantWithoutEffect'));
    expect(() => topic.grantPublish(new iam.ServicePrincipal('ses.amazonaws.com'))).toThrow(failsWith('UnknownPublisher'));
  });

  test('on the key leave out what SNS does not do with it', () => {
    const { topic, fn } = withTopic();
    expect(topic.grantOnKey(fn(), 'kms:Encrypt', 'kms:CreateGrant')).toEqual({});
  });
});

describe('a service that publishes to a secure topic', () => {
  type Allow = (topic: SecureTopic, stack: Stack) => void;
  test.each<[string, string, object, Allow]>([
    ['alarms', 'cloudwatch.amazonaws.com', { ArnLike: { 'aws:SourceArn': ending(':cloudwatch:', ':alarm:*') } }, (topic) => topic.allowAlarms()],
    ['rules', 'events.amazonaws.com', {}, (topic) => topic.allowEventRules()],
    ['rules as the CDK lets them in', 'events.amazonaws.com', {}, (topic, stack) => new events.Rule(stack, 'Rule', {
      schedule: events.Schedule.rate(Duration.hours(1)), targets: [new targets.SnsTopic(topic)],
    })],
    ['a bucket', 's3.amazonaws.com', { ArnLike: { 'aws:SourceArn': arnOf('Bucket') } },
      (topic, stack) => topic.allowBucket(new s3.Bucket(stack, 'Bucket'))],
    ['a bucket as the CDK lets it in', 's3.amazonaws.com', { ArnLike: { 'aws:SourceArn': arnOf('Bucket') } },
      (topic, stack) => new s3.Bucket(stack, 'Bucket').addObjectCreatedNotification(new notifications.SnsDestination(topic))],
    ['a service by the CDK\'s own grants', 'events.amazonaws.com', {}, (topic) => topic.grants.publish(new iam.ServicePrincipal('events.amazonaws.com'))],
  ])('%s is let in by the topic and by the key, for this account', (_, service, conditions, allow) => {
    const { stack, topic, template } = withTopic({}, {}, recommendedFlags);
    allow(topic, stack);
    const made = template();
    expect(allowed(made)).toEqual([{
      Sid: '1',
      Effect: 'Allow',
      Action: 'sns:Publish',
      Principal: { Service: service },
      Resource: refTo('Topic'),
      Condition: { ...conditions, StringEquals: { 'aws:SourceAccount': THIS_ACCOUNT } },
    }]);
    expect(keyStatements(made, service)).toEqual([expect.objectContaining({
      Action: BOTH_ON_KEY,
      // EventBridge names no source to KMS, so that its messages would vanish; the topic is of this account
      Condition: service === 'events.amazonaws.com'
        ? { ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': ending(':sns:', ':*') } }
        : expect.objectContaining({ StringEquals: { 'aws:SourceAccount': THIS_ACCOUNT } }),
    })]);
    expect(keyStatements(withTopic().template(), service)).toEqual([]);
  });

  test('is let in once, however often it is asked for', () => {
    const { topic, template } = withTopic();
    topic.allowAlarms();
    topic.grantPublish(new iam.ServicePrincipal('cloudwatch.amazonaws.com'));
    expect(allowed(template())).toHaveLength(1);
    expect(keyStatements(template(), 'cloudwatch.amazonaws.com')).toHaveLength(1);
  });

  test('is held to the source that a statement names', () => {
    const { topic, template } = withTopic();
    topic.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('ses.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'AWS:SourceAccount': OTHER } },
    }));
    expect(allowed(template())).toEqual([expect.objectContaining({ Condition: { StringEquals: { 'AWS:SourceAccount': OTHER } } })]);
  });

  test('is declared as an edge', () => {
    const { stack, topic } = withTopic();
    topic.allowAlarms();
    expect(DeclaredEdges.of(stack)).toEqual([
      { caller: expect.stringContaining('cloudwatch.amazonaws.com'), target: 'Stack/Topic', intent: 'publish', actions: ['sns:Publish'] },
    ]);
  });
});

describe('another account', () => {
  const trusted = () => {
    const stack = new Stack(new App(), 'Stack');
    trusting(stack);
    return { stack, topic: new SecureTopic(stack, 'Topic'), template: () => Template.fromStack(stack) };
  };

  test('that the zone does not trust is refused', () => {
    expect(() => withTopic().topic.allowAccount(OTHER)).toThrow(failsWith('UntrustedAccount'));
  });

  test('is let in by its id, with the key through SNS', () => {
    const { stack, topic, template } = trusted();
    expect(TrustZone.of(stack)).toBe(topic.zone);
    topic.allowAccount(OTHER);
    const root = { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${OTHER}:root`]] } };
    expect(allowed(template())).toEqual([expect.objectContaining({ Action: 'sns:Publish', Principal: root, Resource: refTo('Topic') })]);
    expect(statementsOf(template(), 'AWS::KMS::Key', 'KeyPolicy')).toContainEqual(expect.objectContaining({
      Action: BOTH_ON_KEY,
      Principal: root,
      Condition: { StringEquals: { 'kms:CallerAccount': OTHER, ...viaSns.StringEquals } },
    }));
  });

  test.each(['*', '44445555666', 'arn:aws:iam::444455556666:root', ''])('cannot be %p', (account) => {
    const { topic, template } = withTopic();
    expect(() => topic.allowAccount(account)).toThrow(failsWith('BadAccount'));
    expect(allowed(template())).toEqual([]);
  });
});

describe('subscriptions of a secure topic', () => {
  test.each([['without', {}], ['with', recommendedFlags]])(
    'reach an encrypted queue by its policy and its key, %s the CDK\'s recommended flags', (_, context) => {
      const { stack, topic, template } = withTopic({}, {}, context);
      topic.addSubscription(new subscriptions.SqsSubscription(new SecureQueue(stack, 'Queue')));
      const made = template();
      expect(keyStatements(made, 'sns.amazonaws.com')).toEqual([{
        Sid: 'Topics',
        Effect: 'Allow',
        Action: BOTH_ON_KEY,
        Principal: { Service: 'sns.amazonaws.com' },
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceAccount': THIS_ACCOUNT }, ArnLike: { 'aws:SourceArn': ending(':sns:', ':*') } },
      }]);
      const sends = statementsOf(made, 'AWS::SQS::QueuePolicy', 'PolicyDocument').filter((statement) => statement.Effect === 'Allow');
      expect(sends).toEqual([arnOf('TrustZoneDeadLetters'), arnOf('Queue')].map((queue) => expect.objectContaining({
        Action: 'sqs:SendMessage', Principal: { Service: 'sns.amazonaws.com' }, Resource: queue, Condition: { ArnEquals: { 'aws:SourceArn': refTo('Topic') } },
      })));
    });

  test('keep what they cannot deliver in the zone\'s dead letters', () => {
    const { stack, topic, template } = withTopic();
    topic.addSubscription(new subscriptions.SqsSubscription(new SecureQueue(stack, 'Queue')));
    template().hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'sqs', RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrustZoneDeadLetters'), 'Arn'] } },
    });
  });

  test('keep restricted messages under the key of restricted data', () => {
    const { topic, fn, template } = withTopic({ dataClass: DataClass.RESTRICTED });
    topic.addSubscription(new subscriptions.LambdaSubscription(fn()));
    const [, queue] = Object.entries(template().findResources('AWS::SQS::Queue')).find(([id]) => id.startsWith('TopicDeadLetters'))!;
    expect(queue).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', Properties: { KmsMasterKeyId: arnOf('TrustZoneRestrictedKey') } });
    expect(keyStatements(template(), 'sns.amazonaws.com')).toHaveLength(1);
  });

  test('may stand in another stack than the zone, with dead letters of their own', () => {
    const app = new App();
    const zone = new TrustZone(new Stack(app, 'Base'), 'Zone');
    const stack = new Stack(app, 'Stack');
    const topic = new SecureTopic(stack, 'Topic', { zone });
    topic.addSubscription(new subscriptions.SqsSubscription(new SecureQueue(stack, 'Queue', { zone })));
    topic.allowAlarms();
    expect(() => app.synth()).not.toThrow();
    expect(topic.deadLetterQueue.stack).toBe(stack);
    expect(withTopic().topic.deadLetterQueue.node.path).toBe('Stack/TrustZone/DeadLetters');
  });

  test('of a FIFO topic keep the order, in their dead letters too', () => {
    const { stack, topic, template } = withTopic({ fifo: true });
    topic.addSubscription(new subscriptions.SqsSubscription(new SecureQueue(stack, 'Queue', { fifo: true })));
    template().hasResourceProperties('AWS::SNS::Subscription', {
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TopicDeadLetters'), 'Arn'] } },
    });
    for (const queue of Object.values(template().findResources('AWS::SQS::Queue'))) expect(queue.Properties.FifoQueue).toBe(true);
  });

  test('take a dead-letter queue of the same kind whose key SNS may use', () => {
    const { stack, topic, fn, template } = withTopic();
    const own = new SecureQueue(stack, 'Own');
    topic.addSubscription(new subscriptions.LambdaSubscription(fn(), { deadLetterQueue: own }));
    template().hasResourceProperties('AWS::SNS::Subscription', {
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Own'), 'Arn'] } },
    });
    expect(keyStatements(template(), 'sns.amazonaws.com')).toHaveLength(1);

    const subscribe = (deadLetterQueue: sqs.IQueue) => () => topic.addSubscription(new subscriptions.LambdaSubscription(fn('Other'), { deadLetterQueue }));
    expect(subscribe(new SecureQueue(stack, 'Fifo', { fifo: true }))).toThrow(failsWith('DeadLetterQueueKind'));
  });

  test.each<[string, (stack: Stack) => sqs.IQueue]>([
    ['a plain queue', (stack) => new sqs.Queue(stack, 'Plain')],
    ['an imported queue', (stack) => sqs.Queue.fromQueueArn(stack, 'Imported', 'arn:aws:sqs:eu-west-1:111122223333:elsewhere')],
  ])('refuse %s for dead letters', (_, make) => {
    const { stack, topic, fn } = withTopic();
    expect(() => topic.addSubscription(new subscriptions.LambdaSubscription(fn(), { deadLetterQueue: make(stack) }))).toThrow(failsWith('UnsafeDeadLetters'));
    expect(DeclaredEdges.of(stack)).toEqual([]);
  });

  test('let a function be invoked by this topic of this account', () => {
    const { topic, fn, template } = withTopic();
    topic.addSubscription(new subscriptions.LambdaSubscription(fn()));
    template().hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'sns.amazonaws.com', SourceArn: { Ref: Match.stringLikeRegexp('^Topic') }, SourceAccount: THIS_ACCOUNT,
    });
  });

  test('are declared as edges', () => {
    const { stack, topic, fn } = withTopic();
    topic.addSubscription(new subscriptions.SqsSubscription(new SecureQueue(stack, 'Queue')));
    topic.addSubscription(new subscriptions.LambdaSubscription(fn()));
    topic.addSubscription(new subscriptions.UrlSubscription('https://hooks.example.com/'));
    expect(DeclaredEdges.of(stack)).toEqual([
      { caller: 'Stack/Topic', target: 'Stack/Fn', intent: 'invoke', actions: ['lambda:InvokeFunction'] },
      { caller: 'Stack/Topic', target: 'Stack/Queue', intent: 'publish', actions: ['sqs:SendMessage'] },
      { caller: 'Stack/Topic', target: 'https://hooks.example.com/', intent: 'egress', actions: [] },
    ]);
  });

  test('never deliver in the clear', () => {
    const { topic, template } = withTopic();
    expect(() => topic.addSubscription(new subscriptions.UrlSubscription('http://hooks.example.com/'))).toThrow(failsWith('PlaintextDelivery'));
    template().resourceCountIs('AWS::SNS::Subscription', 0);
  });

  test('deliver to people only when that is asked for, and the metadata show it', () => {
    const email = new subscriptions.EmailSubscription('ops@example.com');
    const { topic } = withTopic();
    expect(() => topic.addSubscription(email)).toThrow(failsWith('DeliveryToPeople'));
    expect(() => topic.addSubscription(new subscriptions.SmsSubscription('+4900000000'))).toThrow(failsWith('DeliveryToPeople'));
    expect(optOuts(topic)).toEqual([]);

    const asked = withTopic({ allowDeliveryToPeople: true });
    asked.topic.addSubscription(email);
    asked.template().hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', RedrivePolicy: Match.absent() });
    asked.template().resourceCountIs('AWS::SQS::Queue', 0);
    expect(optOuts(asked.topic)).toEqual([expect.stringContaining('allowDeliveryToPeople')]);
  });

  test('may be of a topic elsewhere, which the queue\'s key then names', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    trusting(stack);
    const abroad = `arn:aws:sns:eu-west-1:${OTHER}:orders`;
    sns.Topic.fromTopicArn(stack, 'Abroad', abroad).addSubscription(new subscriptions.SqsSubscription(new SecureQueue(stack, 'Queue')));
    expect(keyStatements(Template.fromStack(stack), 'sns.amazonaws.com'))
      .toContainEqual(expect.objectContaining({ Action: BOTH_ON_KEY, Condition: { ArnEquals: { 'aws:SourceArn': abroad } } }));
  });
});

const viaSns = { StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['sns.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } } };
const optOuts = (topic: SecureTopic) => topic.node.metadata.filter((entry) => entry.type === 'cdk-zero-trust:opt-out').map((entry) => entry.data);

/** An ARN of this account that CloudFormation joins. */
function ending(service: string, end: string) {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, service, { Ref: 'AWS::Region' }, ':', THIS_ACCOUNT, end]] };
}
