import { Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

const HTTPS = 443;
const INTERFACE_ACTIONS = [
  'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
];

/** What somebody writes with the CDK's own L1s and L2s who wants the resources that a zone and its functions are. */
export class ByHand {
  private readonly vpc: ec2.IVpc;
  private readonly subnets: ec2.CfnSubnet[];
  private readonly key: kms.Key;
  private readonly deadLetters: sqs.Queue;
  private readonly runtime: iam.ManagedPolicy;
  private readonly endpoint: ec2.CfnSecurityGroup;

  constructor(private readonly stack: Stack, private readonly target: sqs.IQueue) {
    this.key = this.newKey('Key', 'confidential');
    const flowKey = this.newKey('FlowKey', 'internal');
    const vpc = new ec2.CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/20', enableDnsHostnames: true, enableDnsSupport: true });
    const routes = new ec2.CfnRouteTable(stack, 'Routes', { vpcId: vpc.ref });
    this.subnets = [0, 1].map((i) => {
      const subnet = new ec2.CfnSubnet(stack, `Subnet${i}`, {
        vpcId: vpc.ref, cidrBlock: Fn.select(i, Fn.cidr('10.0.0.0/20', 2, '10')), availabilityZone: Fn.select(i, Fn.getAzs()), mapPublicIpOnLaunch: false,
      });
      new ec2.CfnSubnetRouteTableAssociation(stack, `Routes${i}`, { subnetId: subnet.ref, routeTableId: routes.ref });
      return subnet;
    });
    this.vpc = ec2.Vpc.fromVpcAttributes(stack, 'VpcImport', {
      vpcId: vpc.ref,
      vpcCidrBlock: '10.0.0.0/20',
      availabilityZones: this.subnets.map((s) => s.attrAvailabilityZone),
      isolatedSubnetIds: this.subnets.map((s) => s.ref),
    });
    this.logFlows(vpc, flowKey);
    this.deadLetters = new sqs.Queue(stack, 'DeadLetters', {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: this.key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.runtime = this.runtimePolicy();
    this.endpoint = this.queueEndpoint(vpc);
  }

  public addFunction(i: number): void {
    const scope = new Construct(this.stack, `Fn${i}Own`);
    const group = new ec2.SecurityGroup(scope, 'Group', { vpc: this.vpc, allowAllOutbound: false, description: `Function ${i}` });
    group.addEgressRule(ec2.Peer.securityGroupId(this.endpoint.attrGroupId), ec2.Port.tcp(HTTPS), 'HTTPS to sqs');
    const logGroup = new logs.LogGroup(scope, 'Logs', { encryptionKey: this.key, retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.RETAIN });
    const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), managedPolicies: [this.runtime] });
    new iam.ManagedPolicy(scope, 'Policy', {
      roles: [role],
      statements: [
        new iam.PolicyStatement({ sid: 'OwnLogs', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
        new iam.PolicyStatement({ actions: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], resources: [this.target.queueArn] }),
      ],
    });
    const fn = new lambda.Function(this.stack, `Fn${i}`, {
      code: lambda.Code.fromInline('exports.handler = async () => {}'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      timeout: Duration.seconds(10),
      memorySize: 256,
      reservedConcurrentExecutions: 10,
      role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      recursiveLoop: lambda.RecursiveLoop.TERMINATE,
      environment: { INDEX: `${i}` },
      environmentEncryption: this.key,
      vpc: this.vpc,
      vpcSubnets: { subnets: this.vpc.isolatedSubnets },
      securityGroups: [group],
    });
    const resource = fn.node.defaultChild as lambda.CfnFunction;
    resource.tracingConfig = { mode: 'Active' };
    resource.deadLetterConfig = { targetArn: this.deadLetters.queueArn };
  }

  private newKey(id: string, what: string): kms.Key {
    const key = new kms.Key(this.stack, id, {
      description: `Encrypts ${what} data`, enableKeyRotation: true, pendingWindow: Duration.days(30), removalPolicy: RemovalPolicy.RETAIN,
    });
    key.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'Logs',
      principals: [new iam.ServicePrincipal(`logs.${this.stack.region}.${this.stack.urlSuffix}`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:DescribeKey'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': this.stack.formatArn({ service: 'logs', resource: 'log-group:*' }) } },
    }));
    return key;
  }

  private logFlows(vpc: ec2.CfnVPC, key: kms.IKey): void {
    const group = new logs.LogGroup(this.stack, 'FlowLogs', { encryptionKey: key, retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.RETAIN });
    const role = new iam.Role(this.stack, 'FlowLogRole', { assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com') });
    new iam.ManagedPolicy(this.stack, 'FlowLogPolicy', {
      roles: [role],
      statements: [new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'], resources: [group.logGroupArn] })],
    });
    new ec2.CfnFlowLog(this.stack, 'FlowLog', {
      resourceType: 'VPC', resourceId: vpc.ref, trafficType: 'ALL', maxAggregationInterval: 60, deliverLogsPermissionArn: role.roleArn, logGroupName: group.logGroupName,
    });
  }

  private runtimePolicy(): iam.ManagedPolicy {
    return new iam.ManagedPolicy(this.stack, 'Runtime', {
      statements: [
        new iam.PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] }),
        new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] }),
        new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [this.key.keyArn] }),
        new iam.PolicyStatement({ actions: INTERFACE_ACTIONS, resources: ['*'] }),
        new iam.PolicyStatement({
          effect: iam.Effect.DENY, actions: INTERFACE_ACTIONS, resources: ['*'], conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
        }),
      ],
    });
  }

  private queueEndpoint(vpc: ec2.CfnVPC): ec2.CfnSecurityGroup {
    const group = new ec2.CfnSecurityGroup(this.stack, 'EndpointGroup', {
      groupDescription: 'Endpoint of sqs',
      vpcId: vpc.ref,
      securityGroupIngress: [{ cidrIp: '10.0.0.0/20', ipProtocol: 'tcp', fromPort: HTTPS, toPort: HTTPS }],
      securityGroupEgress: [{ cidrIp: '255.255.255.255/32', ipProtocol: 'icmp', fromPort: 252, toPort: 86 }],
    });
    new ec2.CfnVPCEndpoint(this.stack, 'Endpoint', {
      vpcEndpointType: 'Interface',
      vpcId: vpc.ref,
      serviceName: new ec2.InterfaceVpcEndpointAwsService('sqs').name,
      subnetIds: this.subnets.map((subnet) => subnet.ref),
      securityGroupIds: [group.attrGroupId],
      privateDnsEnabled: true,
      policyDocument: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({
          principals: [new iam.StarPrincipal()],
          actions: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
          resources: [this.target.queueArn],
          conditions: { StringEquals: { 'aws:PrincipalAccount': this.stack.account } },
        })],
      }),
    });
    return group;
  }
}
