import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, AppProps, Duration, NestedStack, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Peer, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Code, CodeSigningConfig, Function, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { Construct } from 'constructs';
import { SecureFunction, SecureQueue, SecureSecret, SecureTable, TrustZone } from '../../src';
import { readTemplates } from '../../src/model/read-templates';
import { collectEvidence, openItems } from '../../src/report/evidence';

const { default: _default, ...flags } = recommendedFlags as Record<string, unknown>;
/** What new apps have; and the same with the references that CloudFormation guards. */
const REFERENCES: [string, any][] = [['weak', flags], ['strong', { ...flags, '@aws-cdk/core:defaultCrossStackReferences': 'strong' }]];
const env = { account: '111122223333', region: 'eu-west-1' };

/** `verdict rule resource` of what is open. */
function openIn(...paths: string[]): string[] {
  return openItems(collectEvidence(readTemplates(...paths))).map(({ verdict, rule, constructPath, logicalId }) => `${verdict} ${rule.id} ${constructPath ?? logicalId}`);
}

function openOf(build: (app: App) => void, props: AppProps = {}): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-false-positives-'));
  try {
    const app = new App({ ...props, outdir });
    build(app);
    app.synth();
    return openIn(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const handWritten = (name: string) => join(__dirname, 'templates', name);

describe('a template written by hand', () => {
  test('is silent when every branch of its conditions and every entry of its mappings is safe', () => {
    expect(openIn(handWritten('worker.yaml'))).toEqual([]);
  });

  test.each([
    ['KmsMasterKeyId: !If [IsProd, !GetAtt ProdKey.Arn, !Ref Key]', 'KmsMasterKeyId: !If [IsProd, alias/aws/sqs, !Ref Key]', 'fail ZT-SQS-001 Jobs'],
    ["DeletionProtectionEnabled: !If [IsProd, true, 'true']", 'DeletionProtectionEnabled: !If [IsProd, true, !Ref AWS::NoValue]', 'fail ZT-DYNAMODB-003 State'],
    ['Runtime: !If [IsProd, nodejs22.x, python3.13]', 'Runtime: !If [IsProd, nodejs22.x, python3.7]', 'fail ZT-LAMBDA-009 Worker'],
    ['dev: { Concurrency: 5, Days: 365 }', 'dev: { Concurrency: 5, Days: 30 }', 'fail ZT-LOGS-001 Logs'],
    ['Condition: { StringEquals: { \'aws:SourceAccount\': !Ref AWS::AccountId } }', '', 'fail ZT-KMS-004 Key'],
  ])('is found when one branch or entry is not safe: %s', (safe, open, finding) => {
    const directory = mkdtempSync(join(tmpdir(), 'zt-by-hand-'));
    try {
      const text = readFileSync(handWritten('worker.yaml'), 'utf-8');
      expect(text).toContain(safe);
      writeFileSync(join(directory, 'worker.yaml'), text.replace(safe, open));
      expect(openIn(join(directory, 'worker.yaml'))).toContain(finding);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  test('for SAM is judged by what it deploys, and by no more than that', () => {
    expect(openIn(handWritten('sam.yaml'))).toEqual([
      'fail ZT-APIGATEWAY-003 ServerlessRestApiProdStage',
      'fail ZT-APIGATEWAY-004 ServerlessRestApiProdStage',
      'fail ZT-APIGATEWAY-008 ServerlessRestApi',
      'fail ZT-APIGATEWAY-011 ServerlessRestApiProdStage',
      'unknown ZT-APIGATEWAY-015 ServerlessRestApi',
      'fail ZT-IAM-003 HelloRole',
      'fail ZT-LAMBDA-003 Hello',
      'fail ZT-LAMBDA-005 Hello',
      'fail ZT-LAMBDA-006 Hello',
      'fail ZT-LAMBDA-010 Hello',
      'fail ZT-LAMBDA-015 HelloJobs',
      'fail ZT-LAMBDA-027 Hello',
      'fail ZT-LAMBDA-033 HelloGetPermissionProd',
    ]);
  });
});

interface Stores {
  readonly key: IKey;
  readonly dead: IQueue;
}

/** A key and a queue for what fails, of plain constructs. */
function stores(scope: Construct, letsLogsUseKey = true): Stores {
  const key = new Key(scope, 'Key', { enableKeyRotation: true, pendingWindow: Duration.days(30), removalPolicy: RemovalPolicy.RETAIN });
  const { region, account, partition, urlSuffix } = Stack.of(scope);
  if (letsLogsUseKey) {
    key.addToResourcePolicy(new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${region}.${urlSuffix}`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` } },
    }));
  }
  key.addToResourcePolicy(new PolicyStatement({
    principals: ['cloudwatch', 'events'].map((service) => new ServicePrincipal(`${service}.amazonaws.com`)),
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:SourceAccount': account } },
  }));
  return { key, dead: new Queue(scope, 'Dead', { encryptionMasterKey: key, enforceSSL: true, retentionPeriod: Duration.days(14) }) };
}

/** What uses them, perhaps from another stack. */
function work(scope: Construct, { key, dead }: Stores): void {
  const queue = new Queue(scope, 'Jobs', { encryptionMasterKey: key, enforceSSL: true, deadLetterQueue: { queue: dead, maxReceiveCount: 3 } });
  const undelivered = new Queue(scope, 'Undelivered', { encryptionMasterKey: key, enforceSSL: true, retentionPeriod: Duration.days(14) });
  new Rule(scope, 'Nightly', { schedule: Schedule.rate(Duration.days(1)) }).addTarget(new SqsQueue(queue, { deadLetterQueue: undelivered }));
  new LogGroup(scope, 'Logs', { encryptionKey: key, retention: RetentionDays.ONE_YEAR, deletionProtectionEnabled: true });
  const topic = new Topic(scope, 'Alarms', { masterKey: key, enforceSSL: true });
  topic.addToResourcePolicy(new PolicyStatement({
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  }));
  new Alarm(scope, 'Waiting', { metric: queue.metricApproximateAgeOfOldestMessage(), threshold: 60, evaluationPeriods: 1 }).addAlarmAction(new SnsAction(topic));
}

/** The same of this library. */
function secureStores(scope: Construct) {
  return {
    table: new SecureTable(scope, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } }),
    secret: new SecureSecret(scope, 'Secret'),
    queue: new SecureQueue(scope, 'Queue'),
  };
}

function secureWork(scope: Construct, { table, secret, queue }: ReturnType<typeof secureStores>): void {
  const fn = new SecureFunction(scope, 'Fn', { code: Code.fromInline('exports.handler = async () => {}') });
  table.grantReadWriteData(fn);
  secret.grantRead(fn);
  queue.grantSendMessages(fn);
  const consumer = new SecureFunction(scope, 'Consumer', { code: Code.fromInline('exports.handler = async () => {}') });
  consumer.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
}

const LAYOUTS: Record<string, (app: App, how: (data: Construct, use: Construct) => void) => void> = {
  'two stacks': (app, how) => how(new Stack(app, 'Data'), new Stack(app, 'Work')),
  'two stacks of a known environment': (app, how) => how(new Stack(app, 'Data', { env }), new Stack(app, 'Work', { env })),
  'two stages of two stacks': (app, how) => {
    for (const id of ['Test', 'Prod']) {
      const stage = new Stage(app, id);
      how(new Stack(stage, 'Data'), new Stack(stage, 'Work'));
    }
  },
  'nested stacks': (app, how) => {
    const parent = new Stack(app, 'Parent');
    how(new NestedStack(parent, 'Data'), new NestedStack(parent, 'Work'));
  },
};

/** What weak references leave open: the key may be deleted while something is encrypted under it. */
const isNoWeakKey = (finding: string) => !/^fail ZT-KMS-007 /.test(finding);
/** These apps have no trail, and the secret says so. */
const NOBODY_WATCHES = /^fail ZT-SECRETS-007 .*\/Secret\/Resource$/;

describe.each(Object.entries(LAYOUTS))('an app in %s', (_, layout) => {
  test.each(REFERENCES)('of plain constructs that are safe is silent, with %s references', (__, context) => {
    expect(openOf((app) => layout(app, (data, use) => work(use, stores(data))), { context }).filter(isNoWeakKey)).toEqual([]);
  });

  test.each(REFERENCES)('of plain constructs with one mistake is found by that alone, with %s references', (__, context) => {
    const found = openOf((app) => layout(app, (data, use) => work(use, stores(data, false))), { context });
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(isNoWeakKey).filter((finding) => !/^fail ZT-LOGS-003 .*Work\/Logs\/Resource$/.test(finding))).toEqual([]);
  });

  test.each(REFERENCES)('of secure constructs is silent, with %s references', (__, context) => {
    expect(openOf((app) => layout(app, (data, use) => {
      const zone = new TrustZone(data, 'Zone');
      zone.serve(Stack.of(use));
      secureWork(use, secureStores(data));
    }), { context }).filter((finding) => !NOBODY_WATCHES.test(finding))).toEqual([]);
  });
});

test('a key of another stack is told to be held weakly when it is, and only then', () => {
  const [weak, strong] = REFERENCES.map(([, context]) => openOf((app) => LAYOUTS['two stacks'](app, (data, use) => work(use, stores(data))), { context }));
  expect(weak.some((finding) => !isNoWeakKey(finding))).toBe(true);
  expect(strong).toEqual([]);
});

describe('what is imported', () => {
  test('is taken as it is named, and what only its own template could tell is unknown', () => {
    const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:111122223333:${name}`;
    expect(openOf((app) => {
      const stack = new Stack(app, 'Imports', { env });
      const key = Key.fromKeyArn(stack, 'Key', arn('kms', 'key/0d2d4d38-7e1b-4a3f-8a32-7f6a0cf1a111'));
      const dead = Queue.fromQueueAttributes(stack, 'Dead', { queueArn: arn('sqs', 'dead'), keyArn: key.keyArn });
      const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0a', availabilityZones: ['a', 'b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'] });
      const group = new SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false, description: 'Worker' });
      group.addEgressRule(Peer.securityGroupId('sg-0123456789abcdef0'), Port.HTTPS, 'Endpoints');
      const fn = new Function(stack, 'Fn', {
        runtime: Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: Code.fromInline('exports.handler = async () => {}'),
        codeSigningConfig: CodeSigningConfig.fromCodeSigningConfigArn(stack, 'Signing', arn('lambda', 'code-signing-config:csc-0123456789abcdef0')),
        timeout: Duration.seconds(10),
        memorySize: 256,
        role: Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/org/worker', { mutable: false }),
        vpc,
        securityGroups: [group],
        environment: { BUCKET: Bucket.fromBucketName(stack, 'Files', 'org-files').bucketName },
        environmentEncryption: key,
        deadLetterQueue: dead,
        tracing: Tracing.ACTIVE,
        reservedConcurrentExecutions: 5,
        loggingFormat: LoggingFormat.JSON,
        logGroup: new LogGroup(stack, 'Logs', { encryptionKey: key, retention: RetentionDays.ONE_YEAR, deletionProtectionEnabled: true }),
      });
      fn.addEventSource(new SqsEventSource(Queue.fromQueueArn(stack, 'Jobs', arn('sqs', 'jobs')), { reportBatchItemFailures: true, maxConcurrency: 5 }));
      const target = Queue.fromQueueArn(stack, 'Target', arn('sqs', 'target'));
      new Rule(stack, 'Nightly', { schedule: Schedule.rate(Duration.days(1)), targets: [new SqsQueue(target, { deadLetterQueue: dead })] });
      const topic = Topic.fromTopicArn(stack, 'Topic', arn('sns', 'alarms'));
      topic.addSubscription(new SqsSubscription(target, { deadLetterQueue: dead }));
      new Alarm(stack, 'Alarm', { metric: fn.metricErrors(), threshold: 1, evaluationPeriods: 1 }).addAlarmAction(new SnsAction(topic));
      UserPool.fromUserPoolId(stack, 'Users', 'eu-west-1_abc').addClient('Client', {
        disableOAuth: true,
        preventUserExistenceErrors: true,
        accessTokenValidity: Duration.minutes(15),
        idTokenValidity: Duration.minutes(15),
        enableTokenRevocation: true,
        refreshTokenRotationGracePeriod: Duration.seconds(10),
      });
      new Queue(stack, 'Own', { encryptionMasterKey: key, enforceSSL: true, deadLetterQueue: { queue: dead, maxReceiveCount: 3 } });
    })).toEqual([
      'unknown ZT-IAM-002 Imports/Fn/Resource', // who else has the role
      'unknown ZT-LAMBDA-004 Imports/Fn/SqsEventSource:ImportsJobs12DC7307/Resource', // how long the queue hides messages
      'unknown ZT-LOGS-003 Imports/Logs/Resource', // whether the key lets CloudWatch Logs use it
    ]);
  });

  test('by parameter of Systems Manager is unknown until deployment', () => {
    expect(openOf((app) => {
      const stack = new Stack(app, 'Parameters', { env: { account: '111122223333', region: 'eu-west-1' } });
      const key = Key.fromKeyArn(stack, 'Key', StringParameter.valueForStringParameter(stack, '/org/key'));
      const dead = Queue.fromQueueArn(stack, 'Dead', `arn:aws:sqs:eu-west-1:111122223333:${StringParameter.valueForStringParameter(stack, '/org/dead')}`);
      new Queue(stack, 'Queue', { encryptionMasterKey: key, enforceSSL: true, deadLetterQueue: { queue: dead, maxReceiveCount: 3 } });
      new LogGroup(stack, 'Logs', { encryptionKey: key, retention: RetentionDays.ONE_YEAR, deletionProtectionEnabled: true });
    })).toEqual([
      'unknown ZT-LOGS-002 Parameters/Logs/Resource', // whether it is a key of AWS
      'unknown ZT-LOGS-003 Parameters/Logs/Resource',
      'unknown ZT-SQS-001 Parameters/Queue/Resource',
      'unknown ZT-SQS-002 Parameters/Queue/Resource',
    ]);
  });
});
