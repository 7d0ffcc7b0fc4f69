import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnEventBusPolicy, EventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SfnStateMachine, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption } from 'aws-cdk-lib/aws-kinesis';
import { DeliveryStream, S3Bucket } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Code, Function, Runtime, StartingPosition, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { DynamoEventSource, KinesisEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket, BucketEncryption, EventType } from 'aws-cdk-lib/aws-s3';
import { SqsDestination as BucketToQueue } from 'aws-cdk-lib/aws-s3-notifications';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, LambdaSubscription, SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Choice, Condition, DefinitionBody, Fail, LogLevel, StateMachine, StateMachineType, Succeed, Wait, WaitTime, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { DynamoAttributeValue, DynamoPutItem, LambdaInvoke, SnsPublish } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Pattern } from './pattern';

const code = Code.fromInline('def handler(event, context): pass');
const python = { runtime: Runtime.PYTHON_3_13, handler: 'index.handler', code };

/** What runs on events, as in the guides of AWS. */
export const EVENTS: Pattern[] = [
  {
    name: 'uploads to a queue to a function',
    build(app) {
      const stack = new Stack(app, 'Thumbnails');
      const bucket = new Bucket(stack, 'Photos', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
      const queue = new Queue(stack, 'Uploads', { visibilityTimeout: Duration.seconds(300), encryption: QueueEncryption.UNENCRYPTED });
      bucket.addEventNotification(EventType.OBJECT_CREATED, new BucketToQueue(queue), { suffix: '.jpg' });
      const fn = new Function(stack, 'Resize', { ...python, timeout: Duration.seconds(60), memorySize: 1024 });
      fn.addEventSource(new SqsEventSource(queue));
      bucket.grantReadWrite(fn);
    },
  },
  {
    name: 'topic that fans out',
    build(app) {
      const stack = new Stack(app, 'FanOut');
      const topic = new Topic(stack, 'Orders');
      for (const id of ['Billing', 'Shipping']) topic.addSubscription(new SqsSubscription(new Queue(stack, id), { rawMessageDelivery: true }));
      topic.addSubscription(new LambdaSubscription(new Function(stack, 'Notify', { ...python, onFailure: new SqsDestination(new Queue(stack, 'Lost')) })));
      topic.addSubscription(new EmailSubscription('ops@example.com'));
      new Function(stack, 'Retry', python).configureAsyncInvoke({ retryAttempts: 0 });
    },
  },
  {
    name: 'events to a state machine to functions',
    build(app) {
      const stack = new Stack(app, 'OrderFlow');
      const bus = new EventBus(stack, 'Bus');
      const table = new Table(stack, 'Orders', { partitionKey: { name: 'id', type: AttributeType.STRING }, billingMode: BillingMode.PAY_PER_REQUEST });
      const topic = new Topic(stack, 'Refused');
      const check = new LambdaInvoke(stack, 'Check', { lambdaFunction: new Function(stack, 'CheckFn', python), outputPath: '$.Payload' });
      const put = new DynamoPutItem(stack, 'Store', { table, item: { id: DynamoAttributeValue.fromString('1') } });
      const refuse = new SnsPublish(stack, 'Refuse', { topic, message: TaskInput.fromJsonPathAt('$') });
      const chain = check.next(new Choice(stack, 'Ok?').when(Condition.stringEquals('$.ok', 'yes'), put).otherwise(refuse));
      const machine = new StateMachine(stack, 'Flow', { definitionBody: DefinitionBody.fromChainable(chain), timeout: Duration.minutes(5) });
      new Rule(stack, 'Placed', { eventBus: bus, eventPattern: { source: ['shop'] }, targets: [new SfnStateMachine(machine)] });
      new CfnEventBusPolicy(stack, 'Everyone', { statementId: 'all', eventBusName: bus.eventBusName, action: 'events:PutEvents', principal: '*' });
    },
  },
  {
    name: 'state machine that logs',
    build(app) {
      const stack = new Stack(app, 'Poller');
      const wait = new Wait(stack, 'Wait', { time: WaitTime.duration(Duration.seconds(30)) });
      const poll = new LambdaInvoke(stack, 'Poll', { lambdaFunction: new Function(stack, 'PollFn', python) });
      const done = new Choice(stack, 'Done?').when(Condition.stringEquals('$.s', 'ok'), new Succeed(stack, 'Yes')).otherwise(new Fail(stack, 'No'));
      new StateMachine(stack, 'Express', {
        definitionBody: DefinitionBody.fromChainable(wait.next(poll).next(done)),
        stateMachineType: StateMachineType.EXPRESS,
        tracingEnabled: true,
        logs: { destination: new LogGroup(stack, 'Logs', { retention: RetentionDays.ONE_WEEK }), level: LogLevel.ALL, includeExecutionData: true },
      });
    },
  },
  {
    name: 'streams to functions and to an archive',
    build(app) {
      const stack = new Stack(app, 'Streams');
      const table = new Table(stack, 'Table', {
        partitionKey: { name: 'id', type: AttributeType.STRING }, stream: StreamViewType.NEW_AND_OLD_IMAGES, pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      });
      table.autoScaleWriteCapacity({ minCapacity: 1, maxCapacity: 10 }).scaleOnUtilization({ targetUtilizationPercent: 75 });
      const stream = new Stream(stack, 'Clicks', { encryption: StreamEncryption.UNENCRYPTED });
      const fn = new Function(stack, 'Consume', { ...python, tracing: Tracing.ACTIVE, deadLetterQueueEnabled: true });
      fn.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.TRIM_HORIZON, onFailure: new SqsDlq(new Queue(stack, 'Failed')) }));
      fn.addEventSource(new KinesisEventSource(stream, { startingPosition: StartingPosition.LATEST }));
      new DeliveryStream(stack, 'Archive', { destination: new S3Bucket(new Bucket(stack, 'Lake', { encryption: BucketEncryption.KMS })) });
      new Stream(stack, 'Keyed', { encryption: StreamEncryption.KMS });
    },
  },
  {
    name: 'scheduled function with a log group',
    build(app) {
      const stack = new Stack(app, 'Nightly');
      const logGroup = new LogGroup(stack, 'Logs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
      const fn = new Function(stack, 'Cleanup', { ...python, runtime: Runtime.PYTHON_3_9, logGroup, reservedConcurrentExecutions: 1 });
      fn.addToRolePolicy(new PolicyStatement({ actions: ['ec2:Describe*', 'ec2:DeleteSnapshot'], resources: ['*'] }));
      new Rule(stack, 'EveryNight', {
        schedule: Schedule.cron({ hour: '3', minute: '0' }),
        targets: [new LambdaFunction(fn, { deadLetterQueue: new Queue(stack, 'Undelivered'), retryAttempts: 2 }), new SqsQueue(new Queue(stack, 'Audit'))],
      });
    },
  },
];
