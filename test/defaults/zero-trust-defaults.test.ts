import { spawnSync } from 'child_process';
import { join } from 'path';
import { App, CustomResource, Duration, IPropertyInjector, PropertyInjectors, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { deployed, hardened, resourcesOf, stackWithDefaults } from './support';
import { reportsApp } from '../../examples/plain-functions/app';
import { ReportsStack } from '../../examples/plain-functions/reports-stack';
import { TrustZone } from '../../src';
import { ZeroTrustDefaults } from '../../src/defaults/zero-trust-defaults';
import { ZeroTrust } from '../../src/policy/zero-trust';
import { ZoneNetwork } from '../../src/zone/network/zone-network';
import { buildWholeApp } from '../policy/support/whole-app';
import { findingsOf } from '../support/packs';

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {}') };
const PARTITION_KEY = { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } };
const example = (file: string) => spawnSync('npx', ['tsx', '--tsconfig', '../tsconfig.json', file], {
  cwd: join(__dirname, '../../examples/plain-functions'), env: { ...process.env, CDK_VALIDATION: 'false' }, encoding: 'utf-8',
});

describe('an app with defaults', () => {
  test('of plain L2s has no finding open in five packs and our own', () => {
    const { plugins, open, acknowledged } = findingsOf((app) => {
      ZeroTrustDefaults.applyTo(app);
      new ReportsStack(app, 'Reports', { env: { region: 'eu-west-1' } });
      ZeroTrust.enforce(app);
    }, []);
    expect(open).toEqual([]);
    expect(plugins).toEqual(expect.arrayContaining(['AwsSolutions', 'Serverless', 'HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321']));
    expect(acknowledged.filter(({ path }) => path.startsWith('Reports/Archive/'))).toHaveLength(3);
  });

  test('without them is not so: the same stack has findings of each kind', () => {
    const { open } = findingsOf((app) => {
      new ReportsStack(app, 'Reports', { env: { region: 'eu-west-1' } });
      ZeroTrust.enforce(app);
    }, []);
    expect(open.length).toBeGreaterThan(40);
    expect(open.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['ZT-LAMBDA-003', 'ZT-SQS-001', 'ZT-S3-003']));
  });

  test('fails synthesis when a function is an L1 with insecure choices, and says which', () => {
    const { status, stdout, stderr } = example('insecure.ts');
    expect(status).toBe(1);
    for (const rule of ['ZT-IAM-002', 'ZT-LAMBDA-003', 'ZT-LAMBDA-007']) expect(stdout + stderr).toContain(rule);
    expect(stdout + stderr).not.toMatch(/Reports\/Render/);
  });

  test('leaves the constructs of this library as they are', () => {
    const template = (withDefaults: boolean) => {
      const app = new App();
      if (withDefaults) ZeroTrustDefaults.applyTo(app);
      const { stackName } = buildWholeApp(app);
      return app.synth().getStackByName(stackName).template;
    };
    expect(template(true)).toEqual(template(false));
  });

  test('is the same template every time', () => {
    const template = () => resourcesOf(reportsApp().node.findChild('Reports') as Stack);
    expect(template()).toEqual(template());
  });
});

describe('a plain function', () => {
  test('gets a role of its own without managed policies of AWS, a network without egress, its own log, key, traces and dead letters', () => {
    const stack = stackWithDefaults();
    const fn = new lambda.Function(stack, 'Fn', CODE);
    const { Properties: properties } = deployed(fn);
    expect(properties).toEqual(expect.objectContaining({
      LoggingConfig: { LogFormat: 'JSON', LogGroup: expect.anything() },
      KmsKeyArn: expect.anything(),
      TracingConfig: { Mode: 'Active' },
      DeadLetterConfig: { TargetArn: expect.anything() },
      RecursiveLoop: 'Terminate',
    }));
    expect(properties.VpcConfig.SubnetIds.length).toBeGreaterThan(1);
    const resources = resourcesOf(stack);
    const role = resources[properties.Role['Fn::GetAtt'][0]].Properties;
    expect(JSON.stringify(role.ManagedPolicyArns)).not.toContain(':aws:policy/');
    expect(Object.values(resources).filter(({ Type }) => Type === 'AWS::IAM::Policy')).toEqual([]);
    const [group] = properties.VpcConfig.SecurityGroupIds;
    expect(JSON.stringify(resources[group['Fn::GetAtt'][0]])).not.toContain('0.0.0.0/0');
  });

  test('reaches what it is granted, by a private way, and nothing else', () => {
    const stack = stackWithDefaults();
    const fn = new lambda.Function(stack, 'Fn', CODE);
    new dynamodb.TableV2(stack, 'Table', PARTITION_KEY).grantReadData(fn);
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' });
    const without = stackWithDefaults();
    new lambda.Function(without, 'Fn', CODE);
    Template.fromStack(without).resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });

  test('keeps what was said, insecure or not', () => {
    const stack = stackWithDefaults();
    const fn = new lambda.Function(stack, 'Fn', {
      ...CODE,
      tracing: lambda.Tracing.DISABLED,
      deadLetterQueueEnabled: false,
      recursiveLoop: lambda.RecursiveLoop.ALLOW,
      memorySize: 512,
      timeout: Duration.seconds(3),
    });
    const { Properties: properties } = deployed(fn);
    expect(properties).toEqual(expect.objectContaining({ RecursiveLoop: 'Allow', MemorySize: 512, Timeout: 3 }));
    expect(properties).not.toHaveProperty('TracingConfig');
    expect(properties).not.toHaveProperty('DeadLetterConfig');
  });

  test('with a role of its owner\'s gets nothing that the role would have to allow', () => {
    const stack = stackWithDefaults();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const { Properties: properties } = deployed(new lambda.Function(stack, 'Fn', { ...CODE, role }));
    for (const property of ['VpcConfig', 'KmsKeyArn', 'TracingConfig', 'DeadLetterConfig']) expect(properties).not.toHaveProperty(property);
    expect(properties.Role).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Role/), 'Arn'] });
    expect(properties.RecursiveLoop).toBe('Terminate');
  });

  test('of a zone without a network stands in none', () => {
    const stack = stackWithDefaults();
    new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('The functions call a partner over the internet.') });
    const { Properties: properties } = deployed(new lambda.Function(stack, 'Fn', CODE));
    expect(properties).not.toHaveProperty('VpcConfig');
    expect(properties).toHaveProperty('KmsKeyArn');
  });

  test('behind a custom resource of the CDK is left alone, its singletons too: the network would cut it off', () => {
    const stack = stackWithDefaults();
    const fn = new lambda.Function(stack, 'Fn', CODE);
    new CustomResource(stack, 'Custom', { serviceToken: new Provider(stack, 'Provider', { onEventHandler: fn }).serviceToken });
    const functions = Object.values(resourcesOf(stack)).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(functions.map(({ Properties }) => 'VpcConfig' in Properties).sort()).toEqual([false, true]);
  });

  test('of CloudFront is left alone, also in the stack of its own: it takes no network and no key', () => {
    const stack = stackWithDefaults();
    new cloudfront.experimental.EdgeFunction(stack, 'Edge', CODE);
    const [edge] = stack.node.root.node.children.filter((child): child is Stack => Stack.isStack(child) && child !== stack);
    const { Properties: properties } = Object.values(resourcesOf(edge)).find(({ Type }) => Type === 'AWS::Lambda::Function');
    for (const property of ['VpcConfig', 'KmsKeyArn', 'DeadLetterConfig', 'ReservedConcurrentExecutions']) expect(properties).not.toHaveProperty(property);
  });

  test('that is a singleton of its owner\'s is filled', () => {
    const stack = stackWithDefaults();
    new lambda.SingletonFunction(stack, 'Fn', { ...CODE, uuid: 'one' });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { KmsKeyArn: Match.anyValue(), VpcConfig: Match.anyValue() });
  });
});

describe('a plain store', () => {
  test.each<[string, (stack: Stack) => any, object]>([
    ['bucket', (stack) => new s3.Bucket(stack, 'It'), {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [expect.objectContaining({
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: expect.anything() },
        })],
      },
      PublicAccessBlockConfiguration: expect.objectContaining({ BlockPublicPolicy: true }),
      VersioningConfiguration: { Status: 'Enabled' },
      LoggingConfiguration: expect.objectContaining({ LogFilePrefix: 'Stack/It/' }),
    }],
    ['queue', (stack) => new sqs.Queue(stack, 'It'), {
      KmsMasterKeyId: expect.anything(), RedrivePolicy: { deadLetterTargetArn: expect.anything(), maxReceiveCount: 3 }, VisibilityTimeout: 60,
    }],
    ['topic', (stack) => new sns.Topic(stack, 'It'), { KmsMasterKeyId: expect.anything() }],
    ['table', (stack) => new dynamodb.Table(stack, 'It', PARTITION_KEY), {
      DeletionProtectionEnabled: true, SSESpecification: expect.objectContaining({ KMSMasterKeyId: expect.anything() }),
    }],
    ['table with replicas in mind', (stack) => new dynamodb.TableV2(stack, 'It', PARTITION_KEY), {
      Replicas: [expect.objectContaining({ DeletionProtectionEnabled: true, SSESpecification: { KMSMasterKeyId: expect.anything() } })],
    }],
    ['secret', (stack) => new secretsmanager.Secret(stack, 'It'), { KmsKeyId: expect.anything() }],
    ['log group', (stack) => new logs.LogGroup(stack, 'It'), { KmsKeyId: expect.anything(), RetentionInDays: 731 }],
    ['key', (stack) => new kms.Key(stack, 'It'), { EnableKeyRotation: true }],
  ])('of kind %s is filled, says so, and is not without defaults', (_kind, make, expected) => {
    const construct = make(stackWithDefaults());
    const resource = deployed(construct);
    expect(resource.Properties).toEqual(expect.objectContaining(expected));
    expect(hardened(construct).length).toBeGreaterThan(0);
    expect(resource.Metadata['cdk-zero-trust'].hardened).toEqual(hardened(construct));

    const plain = deployed(make(new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } })));
    expect(plain.Properties ?? {}).not.toEqual(expect.objectContaining(expected));
  });

  test.each<[string, (stack: Stack) => any, object]>([
    ['bucket', (stack) => new s3.Bucket(stack, 'It', {
      versioned: false, encryption: s3.BucketEncryption.S3_MANAGED, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ACLS_ONLY,
    }), {
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    }],
    ['queue', (stack) => new sqs.Queue(stack, 'It', { encryption: sqs.QueueEncryption.UNENCRYPTED }), { SqsManagedSseEnabled: false }],
    ['table', (stack) => new dynamodb.Table(stack, 'It', { ...PARTITION_KEY, deletionProtection: false }), { DeletionProtectionEnabled: false }],
    ['key', (stack) => new kms.Key(stack, 'It', { enableKeyRotation: false }), { EnableKeyRotation: false }],
  ])('of kind %s keeps what was said, insecure or not', (_kind, make, expected) => {
    const construct = make(stackWithDefaults());
    const { Properties: properties } = deployed(construct);
    expect(properties).toEqual(expect.objectContaining(expected));
    for (const property of ['VersioningConfiguration', 'KmsMasterKeyId']) expect(properties).not.toHaveProperty(property);
  });

  test('that was imported stays as it is', () => {
    const stack = stackWithDefaults();
    sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:111122223333:theirs');
    s3.Bucket.fromBucketName(stack, 'Bucket', 'theirs');
    expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
  });

  test('that goes with its stack is not protected from deletion', () => {
    const table = new dynamodb.Table(stackWithDefaults(), 'It', { ...PARTITION_KEY, removalPolicy: RemovalPolicy.DESTROY });
    expect(deployed(table).Properties).not.toHaveProperty('DeletionProtectionEnabled');
  });

  test('that is a website stays one, and fails the rules', () => {
    const bucket = new s3.Bucket(stackWithDefaults(), 'It', { websiteIndexDocument: 'index.html' });
    expect(deployed(bucket).Properties).not.toHaveProperty('PublicAccessBlockConfiguration');
  });

  test('that takes access logs is under a key that log delivery can use, and logs to nobody', () => {
    const stack = stackWithDefaults();
    const accessLogs = new s3.Bucket(stack, 'Logs');
    new s3.Bucket(stack, 'Data', { serverAccessLogsBucket: accessLogs });
    const { Properties: properties } = deployed(accessLogs);
    expect(JSON.stringify(properties.BucketEncryption)).toContain('AES256');
    expect(properties).not.toHaveProperty('LoggingConfiguration');
  });

  test('that takes dead letters keeps them 14 days and hands nothing over', () => {
    const stack = stackWithDefaults();
    const dead = new sqs.Queue(stack, 'Dead');
    new sqs.Queue(stack, 'Queue', { deadLetterQueue: { queue: dead, maxReceiveCount: 5 } });
    const { Properties: properties } = deployed(dead);
    expect(properties.MessageRetentionPeriod).toBe(1_209_600);
    expect(properties).not.toHaveProperty('RedrivePolicy');
  });

  test('that is a FIFO queue is not given the zone\'s dead-letter queue, which is none', () => {
    expect(deployed(new sqs.Queue(stackWithDefaults(), 'It', { fifo: true })).Properties).not.toHaveProperty('RedrivePolicy');
  });

  test('in a stack without a region leaves the key of a TableV2 to its owner: the CDK would not take it', () => {
    const app = new App();
    ZeroTrustDefaults.applyTo(app);
    const table = new dynamodb.TableV2(new Stack(app, 'Stack'), 'It', PARTITION_KEY);
    expect(deployed(table).Properties.Replicas).toEqual([expect.not.objectContaining({ SSESpecification: expect.anything() })]);
  });

  test('in another stack than its zone uses the key there', () => {
    const app = new App();
    ZeroTrustDefaults.applyTo(app);
    const shared = new Stack(app, 'Shared');
    new TrustZone(shared, 'Zone').serve(app);
    const stack = new Stack(app, 'Stack');
    new lambda.Function(stack, 'Fn', CODE);
    const queue = new sqs.Queue(stack, 'Queue');
    const bucket = new s3.Bucket(stack, 'Bucket');
    expect(JSON.stringify(deployed(queue).Properties.KmsMasterKeyId)).toContain('Shared:');
    expect(JSON.stringify(deployed(bucket).Properties.LoggingConfiguration)).not.toContain('Shared:');
    Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 0);
    // one for confidential data, and one for the flow logs
    Template.fromStack(shared).resourceCountIs('AWS::KMS::Key', 2);
  });
});

describe('plain APIs and state machines', () => {
  test('of kind RestApi log, trace and throttle, and keep the options that were said', () => {
    const stack = stackWithDefaults();
    const fn = new lambda.Function(stack, 'Fn', CODE);
    const api = new apigateway.LambdaRestApi(stack, 'Api', { handler: fn, deployOptions: { stageName: 'v1', tracingEnabled: false } });
    const { Properties: stage } = deployed(api.deploymentStage);
    expect(stage).toEqual(expect.objectContaining({
      StageName: 'v1', TracingEnabled: false, AccessLogSetting: expect.objectContaining({ DestinationArn: expect.anything() }),
    }));
    expect(stage.MethodSettings).toEqual([expect.objectContaining({ LoggingLevel: 'ERROR', DataTraceEnabled: false, ThrottlingRateLimit: 100 })]);
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Account', 0);
    expect(hardened(api)).not.toContain('deployOptions.tracingEnabled');
  });

  test('let a function be invoked for this account only', () => {
    const stack = stackWithDefaults();
    new apigateway.LambdaRestApi(stack, 'Api', { handler: new lambda.Function(stack, 'Fn', CODE) });
    const permissions = Object.values(resourcesOf(stack)).filter(({ Type }) => Type === 'AWS::Lambda::Permission');
    expect(permissions.length).toBeGreaterThan(0);
    expect(new Set(permissions.map(({ Properties }) => Properties.SourceAccount))).toEqual(new Set(['111122223333']));
  });

  test('of kind StateMachine log without data, under the zone\'s key, and open the key to log delivery of this account only', () => {
    const stack = stackWithDefaults();
    const machine = new sfn.StateMachine(stack, 'It', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass')) });
    expect(deployed(machine).Properties).toEqual(expect.objectContaining({
      EncryptionConfiguration: expect.objectContaining({ Type: 'CUSTOMER_MANAGED_KMS_KEY' }),
      LoggingConfiguration: expect.objectContaining({ IncludeExecutionData: false, Level: 'ALL' }),
      TracingConfiguration: { Enabled: true },
    }));
    const policies = Object.values(resourcesOf(stack)).filter(({ Type }) => Type === 'AWS::KMS::Key').map(({ Properties }) => Properties.KeyPolicy);
    const delivery = policies.flatMap(({ Statement }) => Statement).filter(({ Principal }: any) => Principal.Service === 'delivery.logs.amazonaws.com');
    expect(delivery).toEqual([expect.objectContaining({ Action: 'kms:Decrypt', Condition: expect.anything() })]);
  });
});

describe('other property injectors', () => {
  const company = (set: object, classId = sqs.Queue.PROPERTY_INJECTION_ID): IPropertyInjector => ({
    constructUniqueId: classId, inject: (props) => ({ ...set, ...props }),
  });

  test.each(['of the same scope', 'of a scope above'])('%s that were there before are asked first', (where) => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    PropertyInjectors.of(where === 'of the same scope' ? stack : app).add(company({ visibilityTimeout: Duration.seconds(90) }));
    ZeroTrustDefaults.applyTo(stack);
    const queue = new sqs.Queue(stack, 'It');
    expect(deployed(queue).Properties).toEqual(expect.objectContaining({ VisibilityTimeout: 90, KmsMasterKeyId: expect.anything() }));
    expect(hardened(queue)).not.toContain('visibilityTimeout');
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('defaults-shadowed'));
  });

  test('further in take the place of the defaults, and a warning says so', () => {
    const stack = stackWithDefaults();
    PropertyInjectors.of(stack).add(company({ visibilityTimeout: Duration.seconds(90) }));
    const queue = new sqs.Queue(stack, 'It');
    expect(deployed(queue).Properties).not.toHaveProperty('KmsMasterKeyId');
    Annotations.fromStack(stack).hasWarning('/Stack', Match.stringLikeRegexp('aws-cdk-lib.aws-sqs.Queue.*defaults-shadowed'));
  });

  test('further in are chained when the defaults are applied there too, and nothing is filled twice', () => {
    const stack = stackWithDefaults();
    PropertyInjectors.of(stack).add(company({ visibilityTimeout: Duration.seconds(90) }));
    ZeroTrustDefaults.applyTo(stack);
    ZeroTrustDefaults.applyTo(stack);
    const queue = new sqs.Queue(stack, 'It');
    const bucket = new s3.Bucket(stack, 'Bucket');
    expect(deployed(queue).Properties).toEqual(expect.objectContaining({ VisibilityTimeout: 90, KmsMasterKeyId: expect.anything() }));
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('defaults-shadowed'));
    expect(TrustZone.of(stack)._members.filter((member) => member === queue || member === bucket)).toHaveLength(2);
  });

  test('of classes without defaults are nobody\'s business', () => {
    const stack = stackWithDefaults();
    PropertyInjectors.of(stack).add(company({}, sns.Subscription.PROPERTY_INJECTION_ID));
    new sqs.Queue(stack, 'It');
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('defaults-shadowed'));
  });
});

describe('applying defaults', () => {
  test('to an app reaches into its stages', () => {
    const app = new App();
    ZeroTrustDefaults.applyTo(app);
    const stack = new Stack(new Stage(app, 'Prod'), 'Stack');
    new sqs.Queue(stack, 'Queue');
    const group = new logs.CfnLogGroup(stack, 'Logs');
    expect(deployed(group).Properties).toHaveProperty('KmsKeyId');
    Template.fromStack(stack).hasResourceProperties('AWS::SQS::Queue', { RedrivePolicy: Match.anyValue() });
  });

  test('to a stack leaves its neighbours alone', () => {
    const app = new App();
    ZeroTrustDefaults.applyTo(new Stack(app, 'Other'));
    expect(deployed(new sqs.Queue(new Stack(app, 'Stack'), 'It')).Properties ?? {}).not.toHaveProperty('KmsMasterKeyId');
  });

  test('to a resource is a typed error', () => {
    const stack = new Stack();
    for (const resource of [new sqs.Queue(stack, 'Queue'), new logs.CfnLogGroup(stack, 'Logs')]) {
      expect(() => ZeroTrustDefaults.applyTo(resource)).toThrow(expect.objectContaining({ name: 'ZeroTrustError', id: 'NotAScope' }));
    }
  });

  test('says what was set in the manifest of the assembly', () => {
    const stack = stackWithDefaults();
    const queue = new sqs.Queue(stack, 'Queue');
    const { metadata } = (stack.node.root as App).synth().getStackByName('Stack');
    expect(JSON.stringify(metadata['/Stack/Queue'])).toContain('cdk-zero-trust:hardened');
    expect(hardened(queue)).toEqual(['RedrivePolicy', 'encryption', 'encryptionMasterKey', 'enforceSSL', 'visibilityTimeout']);
  });

  test('does not stand in for the rules: what no default fills fails them', () => {
    const { open } = findingsOf((app) => {
      ZeroTrustDefaults.applyTo(app);
      new secretsmanager.Secret(new Stack(app, 'Stack'), 'Secret');
      ZeroTrust.enforce(app);
    }, []);
    expect([...new Set(open.map(({ rule }) => rule))]).toEqual(expect.arrayContaining(['ZT-SECRETS-002', 'ZT-SECRETS-003']));
    expect(open.map(({ rule }) => rule)).not.toContain('ZT-SECRETS-001');
  });
});
