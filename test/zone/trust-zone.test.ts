import { App, CfnResource, NestedStack, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DataClass, DataKey, SecureFunction, SecureLogGroup, TrustZone, ZoneNetwork } from '../../src';
import { stackFindings } from '../support/packs';

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const newFunction = (scope: Construct, id = 'Fn', zone?: TrustZone) =>
  new SecureFunction(scope, id, { code: lambda.Code.fromInline('exports.handler = async () => {}'), zone });
const newStack = (id = 'Stack', app = new App()) => new Stack(app, id);
const types = (stack: Stack) => Object.values(Template.fromStack(stack).toJSON().Resources ?? {}).map((r: any) => r.Type).sort();

describe('the zone of a construct', () => {
  test('is the default zone of its stack, made once', () => {
    const stack = newStack();
    expect(TrustZone.of(stack)).toBe(TrustZone.of(new Construct(stack, 'Child')));
    expect(TrustZone.of(stack).node.path).toBe('Stack/TrustZone');
  });

  test('is the one that it is scoped under', () => {
    const stack = newStack();
    new TrustZone(stack, 'Outer');
    const inner = new TrustZone(stack, 'Inner');
    expect(TrustZone.of(new Construct(inner, 'Child'))).toBe(inner);
  });

  test('is the one declared beside it or beside an ancestor', () => {
    const stack = newStack();
    const zone = new TrustZone(stack, 'Zone');
    expect(TrustZone.of(new Construct(new Construct(stack, 'A'), 'B'))).toBe(zone);
    expect(stack.node.tryFindChild('TrustZone')).toBeUndefined();
  });

  test('is unknown between two zones, and gives the remediation', () => {
    const stack = newStack();
    new TrustZone(stack, 'One');
    new TrustZone(stack, 'Two');
    expect(() => TrustZone.of(new Construct(stack, 'Child'))).toThrow(failsWith('AmbiguousZone'));
  });

  test('may stand in another stack', () => {
    const app = new App();
    const zone = new TrustZone(newStack('Base', app), 'Zone');
    const stack = newStack('Work', app);
    zone.serve(stack);
    expect(newFunction(stack).zone).toBe(zone);
    Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 0);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPC', 0);
  });

  test('is that of the parent for a nested stack', () => {
    const parent = newStack();
    expect(TrustZone.of(new NestedStack(parent, 'Nested'))).toBe(TrustZone.of(parent));
  });

  test('differs from stage to stage', () => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map((id) => TrustZone.of(new Stack(new Stage(app, id), 'Stack')));
    expect(one).not.toBe(two);
  });
});

describe('a zone', () => {
  test('makes nothing before a member needs it', () => {
    const stack = newStack();
    new TrustZone(stack, 'Zone');
    expect(types(stack)).toEqual([]);
  });

  test('makes a key for a data class at its first use, rotated, retained, with a window of 30 days', () => {
    const stack = newStack();
    const zone = new TrustZone(stack, 'Zone');
    expect(zone.key()).toBe(zone.key(DataClass.CONFIDENTIAL));
    zone.key(DataClass.RESTRICTED);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::KMS::Key', 2);
    template.allResources('AWS::KMS::Key', {
      Properties: { EnableKeyRotation: true, PendingWindowInDays: 30 },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('destroys with the stack only when it is told so', () => {
    const stack = newStack();
    const zone = new TrustZone(stack, 'Sandbox', { removalPolicy: RemovalPolicy.DESTROY });
    void [zone.key(), zone.deadLetterQueue, zone.alarmTopic];
    const resources: any[] = Object.values(Template.fromStack(stack).toJSON().Resources);
    expect(resources.filter((r) => /^Retain/.test(r.DeletionPolicy ?? ''))).toEqual([]);
  });

  test('uses keys and a topic that exist already', () => {
    const stack = newStack();
    const key = new DataKey(stack, 'Mine', { dataClass: DataClass.CONFIDENTIAL });
    const topic = new sns.Topic(stack, 'Topic');
    const zone = new TrustZone(stack, 'Zone', { keys: { [DataClass.CONFIDENTIAL]: key }, alarmTopic: topic });
    expect(zone.key()).toBe(key);
    expect(zone.alarmTopic).toBe(topic);
    Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 1);
  });
});

test('a key for a data class that does not exist throws, and nothing is made', () => {
  const stack = newStack();
  const key = new DataKey(stack, 'Mine', { dataClass: DataClass.CONFIDENTIAL });
  expect(() => new TrustZone(stack, 'Zone', { keys: { Confidential: key } })).toThrow(failsWith('UnknownDataClass'));
  expect(stack.node.tryFindChild('Zone')).toBeUndefined();
});

describe('the isolated network', () => {
  const template = () => {
    const stack = newStack();
    newFunction(stack);
    return Template.fromStack(stack);
  };

  test('has a subnet in two Availability Zones without a lookup, and no way out', () => {
    template().resourceCountIs('AWS::EC2::Subnet', 2);
    template().hasResourceProperties('AWS::EC2::Subnet', {
      AvailabilityZone: { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }, MapPublicIpOnLaunch: false,
    });
    for (const type of ['InternetGateway', 'NatGateway', 'Route', 'EgressOnlyInternetGateway']) template().resourceCountIs(`AWS::EC2::${type}`, 0);
  });

  test('asks for no lookup in a concrete environment either', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    newFunction(stack);
    expect(app.synth().manifest.missing).toBeUndefined();
  });

  test('logs every flow to an encrypted group, in the name of a role without inline policy', () => {
    template().hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL', ResourceType: 'VPC', LogGroupName: Match.anyValue() });
    template().resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('has as many subnets as Availability Zones were asked for, and never fewer than two', () => {
    const stack = newStack();
    newFunction(stack, 'Fn', new TrustZone(stack, 'Zone', { network: ZoneNetwork.isolated({ availabilityZones: 3, cidr: '10.1.0.0/16' }) }));
    Template.fromStack(stack).resourceCountIs('AWS::EC2::Subnet', 3);
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '10.1.0.0/16' });
    const zone = new TrustZone(newStack(), 'Zone', { network: ZoneNetwork.isolated({ availabilityZones: 1 }) });
    expect(() => zone.vpc).toThrow(failsWith('TooFewAvailabilityZones'));
  });

  test('may be a VPC that exists: endpoints are added to it', () => {
    const stack = newStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'i', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
    const zone = new TrustZone(stack, 'Zone', { network: ZoneNetwork.existing(vpc) });
    new sqs.Queue(stack, 'Queue').grantSendMessages(newFunction(stack));
    expect(zone.vpc).toBe(vpc);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPC', 1);
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', { VpcId: stack.resolve(vpc.vpcId) });
  });

  test('must have isolated subnets when it exists already', () => {
    const stack = newStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], publicSubnetIds: ['s-1', 's-2'] });
    expect(() => new TrustZone(stack, 'Zone', { network: ZoneNetwork.existing(vpc) }).vpc).toThrow(failsWith('NoIsolatedSubnets'));
  });

  test('can be left out, by name and with a reason that stands in the metadata', () => {
    const stack = newStack();
    const zone = new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('calls only public APIs') });
    newFunction(stack);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPC', 0);
    Template.fromStack(stack).resourcePropertiesCountIs('AWS::Lambda::Function', { VpcConfig: Match.anyValue() }, 0);
    expect(zone.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-zero-trust:opt-out', data: 'network: calls only public APIs' }));
    expect(() => zone.vpc).toThrow(failsWith('NoNetwork'));
    expect(() => zone.subnets).toThrow(failsWith('NoNetwork'));
  });

  test('left out is an open finding in the packs', () => {
    const { open } = stackFindings((stack) => {
      new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('a test') });
      newFunction(stack);
    });
    expect(new Set(open.map((f) => f.rule.split('-')[1]))).toEqual(new Set(['LambdaInsideVPC']));
  });
});

describe('private ways to services', () => {
  test('exist for the services in use and no other', () => {
    const stack = newStack();
    newFunction(stack);
    expect(types(stack)).not.toContain('AWS::EC2::VPCEndpoint');
    const used = newStack();
    new s3.Bucket(used, 'Bucket').grantRead(newFunction(used));
    const endpoints = Template.fromStack(used).findResources('AWS::EC2::VPCEndpoint');
    expect(Object.values(endpoints).map((e) => e.Properties.VpcEndpointType)).toEqual(['Gateway']);
  });

  test('are shared by the functions that use the same service, each resource named', () => {
    const stack = newStack();
    const queues = ['A', 'B'].map((id) => new sqs.Queue(stack, id));
    queues.forEach((queue, i) => queue.grantSendMessages(newFunction(stack, `Fn${i}`)));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 1);
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      PolicyDocument: { Statement: [Match.objectLike({ Resource: queues.map((q) => stack.resolve(q.queueArn)) })] },
    });
  });

  test('let in HTTPS from the VPC alone and let nothing out', () => {
    const stack = newStack();
    new sqs.Queue(stack, 'Queue').grantSendMessages(newFunction(stack));
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: Match.stringLikeRegexp('^Endpoint'),
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.0.0.0/20', FromPort: 443, ToPort: 443 })],
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
    });
  });

  test('name a resource of another zone, and bound by the account one that stands on this zone', () => {
    const app = new App();
    const data = newStack('Data', app);
    const elsewhere = new sqs.Queue(data, 'Queue');
    const base = newStack('Base', app);
    const zone = new TrustZone(base, 'Zone');
    const work = newStack('Work', app);
    zone.serve(work);
    const fn = newFunction(work);
    const own = new sqs.Queue(work, 'Queue');
    elsewhere.grantSendMessages(fn);
    own.grantSendMessages(fn);
    const [endpoint] = Object.values(Template.fromStack(base).findResources('AWS::EC2::VPCEndpoint'));
    expect(endpoint.Properties.PolicyDocument.Statement).toEqual([
      expect.objectContaining({ Sid: 'Granted', Resource: { 'Fn::ImportValue': expect.stringContaining('Data') } }),
      expect.objectContaining({
        Sid: 'GrantedElsewhere',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' }, 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ]);
  });
});

describe('what can name no resource', () => {
  const endpoint = (...resources: string[]) => {
    const stack = newStack();
    const fn = newFunction(stack);
    resources.forEach((resource, i) => fn.addToRolePolicy(new iam.PolicyStatement({ actions: [`lambda:${i ? 'GetFunction' : 'ListEventSourceMappings'}`], resources: [resource] })));
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint', {
      Properties: { ServiceName: { 'Fn::Join': ['', Match.arrayWith(['.lambda'])] } },
    }));
    return Properties.PolicyDocument.Statement;
  };
  const everything = {
    Sid: 'GrantedOnAll',
    Effect: 'Allow',
    Principal: '*',
    Action: 'lambda:ListEventSourceMappings',
    Resource: '*',
    Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' }, 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } },
  };

  test('is let through on everything of the account, by itself', () => {
    expect(endpoint('*')).toEqual([everything]);
  });

  test('leaves what names one at that', () => {
    const named = 'arn:aws:lambda:eu-west-1:111122223333:function:ship';
    expect(endpoint('*', named)).toEqual([expect.objectContaining({ Sid: 'Granted', Action: 'lambda:GetFunction', Resource: named }), everything]);
  });
});

describe('keys let in', () => {
  const statements = (use: (zone: TrustZone) => void, dataClass: DataClass) => {
    const stack = newStack();
    const zone = new TrustZone(stack, 'Zone');
    use(zone);
    const id = stack.getLogicalId(zone.key(dataClass).node.defaultChild as CfnResource);
    return Template.fromStack(stack).toJSON().Resources[id].Properties.KeyPolicy.Statement.filter((s: any) => s.Effect === 'Allow').slice(1);
  };

  test('no grants but those that AWS services make for their resources', () => {
    const stack = newStack();
    new TrustZone(stack, 'Zone').key();
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({
          Effect: 'Deny',
          Action: 'kms:CreateGrant',
          Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
        })]),
      },
    });
  });

  test('nobody before something needs it', () => {
    expect(statements((zone) => zone.key(), DataClass.CONFIDENTIAL)).toEqual([]);
  });

  test('CloudWatch Logs for the log groups of this account', () => {
    expect(statements((zone) => new SecureLogGroup(zone, 'Logs'), DataClass.CONFIDENTIAL)).toEqual([expect.objectContaining({
      Sid: 'Logs', Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': expect.anything() } },
    })]);
  });

  test('alarms and rules of this account once there is a topic, scoped by encryption context', () => {
    const [alarms, events] = statements((zone) => zone.alarmTopic, DataClass.INTERNAL);
    expect(alarms).toEqual(expect.objectContaining({
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: { 'aws:SourceArn': expect.anything(), 'kms:EncryptionContext:aws:sns:topicArn': expect.anything() },
      },
    }));
    expect(events.Principal).toEqual({ Service: 'events.amazonaws.com' });
    // EventBridge says no source to KMS: with a condition on one its messages vanish
    expect(Object.entries(events.Condition).map(([operator, keys]: any) => [operator, Object.keys(keys)])).toEqual([['ArnLike', ['kms:EncryptionContext:aws:sns:topicArn']]]);
  });
});

describe('the alarm topic', () => {
  test('is encrypted, takes TLS only, and only from alarms and rules of this account', () => {
    const stack = newStack();
    void new TrustZone(stack, 'Zone').alarmTopic;
    const template = Template.fromStack(stack);
    template.hasResource('AWS::SNS::Topic', { Properties: { KmsMasterKeyId: Match.anyValue() }, DeletionPolicy: 'RetainExceptOnCreate' });
    const [policy] = Object.values(template.findResources('AWS::SNS::TopicPolicy'));
    const allowed = policy.Properties.PolicyDocument.Statement.filter((s: any) => s.Effect === 'Allow');
    expect(allowed.map((s: any) => s.Principal.Service)).toEqual(['cloudwatch.amazonaws.com', 'events.amazonaws.com']);
    for (const statement of allowed) expect(statement.Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
    expect(policy.Properties.PolicyDocument.Statement).toContainEqual(expect.objectContaining({
      Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }));
  });

  test('gives a publisher the key through SNS and never directly, by grantPublish and by grants alike', () => {
    const byMethod = (topic: sns.Topic, fn: SecureFunction) => topic.grantPublish(fn);
    const byGrants = (topic: sns.Topic, fn: SecureFunction) => topic.grants.publish(fn);
    for (const grant of [byMethod, byGrants]) {
      const stack = newStack();
      const zone = new TrustZone(stack, 'Zone');
      grant(zone.alarmTopic as sns.Topic, newFunction(stack, 'Fn', zone));
      const template = Template.fromStack(stack);
      const statements = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
      const [internal] = Object.keys(template.findResources('AWS::KMS::Key')).filter((id) => id.includes('Internal'));
      const onKey = statements.filter(({ Resource }) => JSON.stringify(Resource).includes(internal));
      expect(statements).toContainEqual(expect.objectContaining({ Action: 'sns:Publish', Resource: { Ref: expect.stringMatching(/^ZoneAlarms/) } }));
      expect(onKey).toEqual([expect.objectContaining({
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Condition: { StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['sns.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } } },
      })]);
    }
  });
});

describe('a secure log group', () => {
  test('takes its retention from the zone', () => {
    const stack = newStack();
    new SecureLogGroup(new TrustZone(stack, 'Zone', { logRetention: logs.RetentionDays.TEN_YEARS }), 'Logs');
    Template.fromStack(stack).hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 3653 }, DeletionPolicy: 'Retain' });
  });

  test('is protected from deletion, unless it is to go with its stack', () => {
    const stack = newStack();
    new SecureLogGroup(stack, 'Kept');
    new SecureLogGroup(stack, 'Gone', { removalPolicy: RemovalPolicy.DESTROY });
    const template = Template.fromStack(stack);
    template.hasResource('AWS::Logs::LogGroup', { Properties: { DeletionProtectionEnabled: true }, DeletionPolicy: 'Retain' });
    template.hasResource('AWS::Logs::LogGroup', { Properties: { DeletionProtectionEnabled: false }, DeletionPolicy: 'Delete' });
  });
});
