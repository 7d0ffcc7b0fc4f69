import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { DataClass, DeclaredEdges, SecureFunction, SecureFunctionProps, TrustZone, ZoneNetwork } from '../../src';
import { stackFindings } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');

function withFunction(props: Partial<SecureFunctionProps> = {}, context: Record<string, unknown> = {}) {
  const stack = new Stack(new App({ context }), 'Stack');
  const fn = new SecureFunction(stack, 'Fn', { code, ...props });
  return { stack, fn, template: () => Template.fromStack(stack) };
}

/** The statements of the function's own policies. */
function ownStatements(template: Template): any[] {
  return Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
    .filter(([id]) => id.startsWith('FnOwn'))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement);
}

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

describe('a secure function', () => {
  test('leaves nothing open in the five packs', () => {
    const { open, acknowledged } = stackFindings((stack) => void new SecureFunction(stack, 'Fn', { code }));
    expect(open).toEqual([]);
    expect(acknowledged.map((a) => `${a.rule} ${a.path}`).sort()).toEqual([
      'AwsSolutions-IAM5[Resource::*] Stack/TrustZone/Runtime/Resource',
      'HIPAA.Security-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'NIST.800.53.R5-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'PCI.DSS.321-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'Serverless-SQSRedrivePolicy Stack/TrustZone/DeadLetters/Resource',
    ]);
  });

  test('runs on the newest long-supported Node.js with limits, traces, JSON logs and an end to recursion', () => {
    withFunction().template().hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Architectures: ['arm64'],
      Timeout: 10,
      MemorySize: 256,
      ReservedConcurrentExecutions: Match.absent(),
      RecursiveLoop: 'Terminate',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.stringLikeRegexp('^FnOwnLogs') } },
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrustZoneDeadLetters'), 'Arn'] } },
      KmsKeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrustZoneConfidentialKey'), 'Arn'] },
    });
  });

  test('takes the limits that it is given', () => {
    withFunction({ timeout: Duration.minutes(2), memorySize: 1024, reservedConcurrentExecutions: 1 }).template()
      .hasResourceProperties('AWS::Lambda::Function', { Timeout: 120, MemorySize: 1024, ReservedConcurrentExecutions: 1 });
  });

  test('keeps its logs for a year, encrypted, when the stack goes', () => {
    withFunction().template().hasResource('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 365, KmsKeyId: Match.anyValue(), LogGroupName: Match.absent() },
      DeletionPolicy: 'Retain',
    });
  });

  test('stands in isolated subnets with a security group of its own that lets nothing out', () => {
    const template = withFunction().template();
    template.hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: {
        SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^FnOwnSecurityGroup'), 'GroupId'] }],
        SubnetIds: [Match.anyValue(), Match.anyValue()],
      },
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
      SecurityGroupIngress: Match.absent(),
    });
  });

  test('may do nothing but write its own log, through a customer-managed policy', () => {
    const template = withFunction().template();
    expect(ownStatements(template)).toEqual([expect.objectContaining({
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: { 'Fn::GetAtt': [expect.stringMatching('^FnOwnLogs'), 'Arn'] },
    })]);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.hasResourceProperties('AWS::IAM::Role', {
      Policies: Match.absent(),
      ManagedPolicyArns: [{ Ref: Match.stringLikeRegexp('^TrustZoneRuntime') }],
    });
  });

  test('cannot use the network-interface actions from its code', () => {
    const template = withFunction().template();
    const [runtime] = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => id.startsWith('TrustZoneRuntime'));
    const statements: any[] = runtime[1].Properties.PolicyDocument.Statement;
    const allow = statements.find((s) => s.Sid === 'NetworkInterfaces');
    const deny = statements.find((s) => s.Sid === 'NetworkInterfacesNotFromCode');
    expect(deny).toEqual(expect.objectContaining({
      Effect: 'Deny', Action: allow.Action, Resource: '*', Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    }));
  });

  test('uses the key of its data class for environment and logs', () => {
    const template = withFunction({ dataClass: DataClass.RESTRICTED }).template();
    template.hasResourceProperties('AWS::Lambda::Function', {
      KmsKeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrustZoneRestrictedKey'), 'Arn'] },
    });
    expect(ownStatements(template)).toContainEqual(expect.objectContaining({ Sid: 'Environment', Action: 'kms:Decrypt' }));
  });

  test('may be a container image', () => {
    const stack = new Stack(new App(), 'Stack');
    new SecureFunction(stack, 'Fn', {
      code: lambda.Code.fromEcrImage(ecr.Repository.fromRepositoryName(stack, 'Repo', 'repo'), { tagOrDigest: `sha256:${'a'.repeat(64)}` }),
      runtime: lambda.Runtime.FROM_IMAGE,
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { PackageType: 'Image', Handler: Match.absent(), Runtime: Match.absent() });
  });

  test('shares one runtime policy and one dead-letter queue with the others of its zone', () => {
    const { stack } = withFunction();
    new SecureFunction(stack, 'Other', { code });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::SQS::Queue', 1);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 4); // runtime, flow log, one per function
    template.resourceCountIs('AWS::IAM::Role', 3);
  });

  test('costs five resources beside what its zone has', () => {
    const { stack } = withFunction();
    const one = Object.keys(Template.fromStack(stack).toJSON().Resources).length;
    const both = withFunction();
    new SecureFunction(both.stack, 'Other', { code });
    expect(Object.keys(both.template().toJSON().Resources).length - one).toBe(5);
  });
});

describe('grants of the CDK itself', () => {
  test('land in the customer-managed policy with exact actions', () => {
    const { stack, fn, template } = withFunction();
    new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS }).grantReadWrite(fn);
    const actions = ownStatements(template()).flatMap((s) => s.Action);
    expect(actions).toEqual(expect.arrayContaining(['s3:GetObject', 's3:PutObject', 'kms:GenerateDataKey']));
    expect(actions.filter((action: string) => action.includes('*'))).toEqual([]);
    template().resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('never make an inline policy, also through addToRolePolicy', () => {
    const { stack, fn } = withFunction({}, { '@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy': true });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['ssm:GetParameter'], resources: ['arn:aws:ssm:eu-west-1:111122223333:parameter/a'] }));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    expect(ownStatements(template)).toContainEqual(expect.objectContaining({ Action: 'ssm:GetParameter' }));
  });

  test('open the private way to the service: endpoint, its policy and the security group', () => {
    const { stack, fn, template } = withFunction();
    const queue = new sqs.Queue(stack, 'Queue');
    queue.grantSendMessages(fn);
    template().hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: true,
      PolicyDocument: {
        Statement: [Match.objectLike({
          Action: Match.arrayWith(['sqs:SendMessage']),
          Resource: { 'Fn::GetAtt': [stack.getLogicalId(queue.node.defaultChild as sqs.CfnQueue), 'Arn'] },
          Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } },
        })],
      },
    });
    template().hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: Match.stringLikeRegexp('^Function'),
      SecurityGroupEgress: [Match.objectLike({ FromPort: 443, ToPort: 443, DestinationSecurityGroupId: Match.anyValue() })],
    });
  });

  test('open no way when Lambda itself polls the source from outside the network', () => {
    const { stack, fn, template } = withFunction({ timeout: Duration.seconds(5) });
    fn.addEventSource(new SqsEventSource(new sqs.Queue(stack, 'Queue'), { reportBatchItemFailures: true }));
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 0);
    expect(ownStatements(template()).flatMap((s) => s.Action)).toContain('sqs:ReceiveMessage');
  });

  test('open the way to KMS only when the code calls it directly', () => {
    const endpoints = (direct: boolean) => {
      const { stack, fn, template } = withFunction();
      new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }).grantReadData(fn);
      if (direct) new kms.Key(stack, 'Key').grantDecrypt(fn);
      return Object.values(template().findResources('AWS::EC2::VPCEndpoint')).map((endpoint) => endpoint.Properties.VpcEndpointType);
    };
    expect(endpoints(false)).toEqual(['Gateway']);
    expect(endpoints(true)).toEqual(['Gateway', 'Interface']);
  });

  test('appear as declared edges, named by their constructs', () => {
    const { stack, fn } = withFunction();
    new sqs.Queue(stack, 'Queue').grantSendMessages(fn);
    expect(DeclaredEdges.of(stack)).toEqual([{
      caller: 'Stack/Fn', target: 'Stack/Queue', intent: 'use', actions: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
    }]);
  });

  test('split into a further policy before one passes 6,144 characters, and each stays below', () => {
    const { fn, template } = withFunction();
    for (let i = 0; i < 60; i++) {
      fn.addToRolePolicy(new iam.PolicyStatement({
        actions: ['ssm:GetParameter'], resources: [`arn:aws:ssm:eu-west-1:111122223333:parameter/${'x'.repeat(100)}/${i}`],
      }));
    }
    const policies = Object.entries(template().findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => id.startsWith('FnOwn'));
    expect(policies.length).toBeGreaterThan(1);
    for (const [, policy] of policies) {
      expect(JSON.stringify(policy.Properties.PolicyDocument).length).toBeLessThanOrEqual(6_144);
    }
    expect(new Set(ownStatements(template()).flatMap((s) => s.Resource).map((r) => JSON.stringify(r))).size).toBe(61);
  });

  test('that need more policies than a role can have fail with a typed error', () => {
    const { fn } = withFunction();
    const fill = () => {
      for (let i = 0; i < 60; i++) {
        fn.addToRolePolicy(new iam.PolicyStatement({
          actions: ['ssm:GetParameter'], resources: Array.from({ length: 10 }, (_, j) => `arn:aws:ssm:eu-west-1:1:parameter/${'x'.repeat(90)}/${i}/${j}`),
        }));
      }
    };
    expect(fill).toThrow(failsWith('TooManyPolicies'));
  });
});

describe('permissions to invoke', () => {
  const service = new iam.ServicePrincipal('events.amazonaws.com');
  const sourceArn = 'arn:aws:events:eu-west-1:444455556666:rule/r';

  test('for a service carry the account of the source', () => {
    const { fn, template } = withFunction();
    fn.addPermission('Other', { principal: service, sourceArn });
    template().hasResourceProperties('AWS::Lambda::Permission', { SourceArn: sourceArn, SourceAccount: '444455556666' });
  });

  test('for a service carry this account when the source does not say', () => {
    const { fn, template } = withFunction();
    fn.addPermission('This', { principal: service });
    template().hasResourceProperties('AWS::Lambda::Permission', { SourceAccount: { Ref: 'AWS::AccountId' } });
  });

  test('for the same source are made once', () => {
    const { fn, template } = withFunction();
    fn.addPermission('One', { principal: service, sourceArn });
    fn.addPermission('Two', { principal: service, sourceArn });
    template().resourceCountIs('AWS::Lambda::Permission', 1);
  });

  test('leave out the test button of the console', () => {
    const { fn, template } = withFunction();
    fn.addPermission('Test', {
      principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/test-invoke-stage/GET/orders',
    });
    template().resourceCountIs('AWS::Lambda::Permission', 0);
  });

  test.each([['any', new iam.AnyPrincipal()], ['star', new iam.StarPrincipal()], ['arn *', new iam.ArnPrincipal('*')]])(
    'for anyone (%s) throw', (_name, principal) => {
      expect(() => withFunction().fn.addPermission('Open', { principal })).toThrow(failsWith('OpenPermission'));
    });
});

describe('declared egress', () => {
  test('opens the group to the target alone and declares an edge', () => {
    const { stack, fn, template } = withFunction();
    const database = new ec2.SecurityGroup(stack, 'Database', { vpc: fn.zone.vpc, allowAllOutbound: false });
    fn.allowEgress(database, ec2.Port.tcp(5432));
    template().hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 5432, ToPort: 5432 });
    expect(DeclaredEdges.of(stack)).toContainEqual({ caller: 'Stack/Fn', target: 'Stack/Database', intent: 'egress', actions: [] });
  });

  test.each([['IPv4', ec2.Peer.anyIpv4()], ['IPv6', ec2.Peer.anyIpv6()]])('to every %s address throws', (_name, peer) => {
    expect(() => withFunction().fn.allowEgress(peer, ec2.Port.tcp(443))).toThrow(failsWith('OpenEgress'));
  });

  test('throws in a zone without a network', () => {
    const stack = new Stack(new App(), 'Stack');
    new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('behind another firewall') });
    const fn = new SecureFunction(stack, 'Fn', { code });
    expect(() => fn.allowEgress(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.tcp(443))).toThrow(failsWith('NoNetwork'));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { VpcConfig: Match.absent() });
  });
});

describe('bad input', () => {
  test.each<[string, Partial<SecureFunctionProps>]>([
    ['UnsupportedRuntime', { runtime: lambda.Runtime.NODEJS_18_X }],
    ['UnsupportedRuntime', { runtime: lambda.Runtime.PYTHON_3_8 }],
    ['NoConcurrency', { reservedConcurrentExecutions: 0 }],
    ['TimeoutTooLong', { timeout: Duration.minutes(16) }],
    ['SecretInEnvironment', { environment: { KEY: 'AKIAIOSFODNN7EXAMPLE' } }],
  ])('%s is a typed error and leaves nothing half-made', (id, props) => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => new SecureFunction(stack, 'Fn', { code, ...props })).toThrow(failsWith(id));
    expect(stack.node.children).toEqual([]);
  });
});
