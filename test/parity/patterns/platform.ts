import { CustomResource, Duration, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import { BackupPlan, BackupResource } from 'aws-cdk-lib/aws-backup';
import {
  CfnDistribution, CfnStreamingDistribution, Distribution, OriginProtocolPolicy, SecurityPolicyProtocol, ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin, S3StaticWebsiteOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnIdentityPool, CfnIdentityPoolRoleAttachment, FeaturePlan, Mfa, StandardThreatProtectionMode, UserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnCluster } from 'aws-cdk-lib/aws-dax';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  CfnNetworkAcl, CfnVPCEndpoint, GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, Peer, Port, SecurityGroup, SubnetType, Vpc,
} from 'aws-cdk-lib/aws-ec2';
import {
  AccountPrincipal, AccountRootPrincipal, CfnAccessKey, FederatedPrincipal, Group, ManagedPolicy, Policy, PolicyDocument, PolicyStatement, Role,
  ServicePrincipal, User,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket, BucketAccessControl, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId, Provider } from 'aws-cdk-lib/custom-resources';
import type { Pattern } from './pattern';

const nodejs = { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {}') };

/** What stands around functions, as in the guides of AWS. */
export const PLATFORM: Pattern[] = [
  {
    name: 'static site',
    build(app) {
      const stack = new Stack(app, 'Site');
      const site = new Bucket(stack, 'Files', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
      const distribution = new Distribution(stack, 'Cdn', {
        defaultRootObject: 'index.html',
        defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(site), viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS },
        additionalBehaviors: { '/api/*': { origin: new HttpOrigin('api.example.com', { protocolPolicy: OriginProtocolPolicy.MATCH_VIEWER }) } },
      });
      new BucketDeployment(stack, 'Deploy', { sources: [Source.data('index.html', '<h1>Hello</h1>')], destinationBucket: site, distribution });
    },
  },
  {
    name: 'static site of a public bucket, as it was done before',
    build(app) {
      const stack = new Stack(app, 'OldSite');
      const site = new Bucket(stack, 'Files', {
        websiteIndexDocument: 'index.html',
        publicReadAccess: true,
        blockPublicAccess: { blockPublicAcls: false, blockPublicPolicy: false, ignorePublicAcls: false, restrictPublicBuckets: false },
      });
      new Bucket(stack, 'Shared', { accessControl: BucketAccessControl.PUBLIC_READ_WRITE, websiteIndexDocument: 'a.html' });
      new Distribution(stack, 'Cdn', {
        defaultBehavior: { origin: new S3StaticWebsiteOrigin(site) }, minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1, enableLogging: true,
      });
      const origins = [{ id: 'files', domainName: site.bucketRegionalDomainName, s3OriginConfig: {} }];
      new CfnDistribution(stack, 'Plain', {
        distributionConfig: {
          enabled: true,
          origins,
          defaultCacheBehavior: { targetOriginId: 'files', viewerProtocolPolicy: 'allow-all', forwardedValues: { queryString: false } },
        },
      });
      new CfnStreamingDistribution(stack, 'Streaming', {
        streamingDistributionConfig: {
          comment: 'videos',
          enabled: true,
          s3Origin: { domainName: site.bucketDomainName, originAccessIdentity: '' },
          trustedSigners: { enabled: false },
        },
        tags: [],
      });
    },
  },
  {
    name: 'function in a VPC that reads a secret',
    build(app) {
      const stack = new Stack(app, 'Private');
      const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
      vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
      vpc.addInterfaceEndpoint('Secrets', { service: InterfaceVpcEndpointAwsService.SECRETS_MANAGER });
      const secret = new Secret(stack, 'Database');
      new Secret(stack, 'Token', { secretStringValue: SecretValue.unsafePlainText('change-me') });
      const fn = new Function(stack, 'Query', {
        ...nodejs, vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }, environment: { SECRET: secret.secretName },
      });
      secret.grantRead(fn);
      secret.addRotationSchedule('Rotation', { rotationLambda: fn, automaticallyAfter: Duration.days(30) });
    },
  },
  {
    name: 'VPC with a bastion',
    build(app) {
      const stack = new Stack(app, 'Bastion');
      const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0, subnetConfiguration: [{ name: 'public', subnetType: SubnetType.PUBLIC }] });
      const group = new SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: true });
      group.addIngressRule(Peer.anyIpv4(), Port.tcp(22), 'SSH from everywhere');
      group.addIngressRule(Peer.anyIpv4(), Port.tcp(3389), 'Remote desktop');
      group.addIngressRule(Peer.anyIpv6(), Port.tcp(443));
      new SecurityGroup(stack, 'Undescribed', { vpc, description: ' ' });
      new CfnNetworkAcl(stack, 'Acl', { vpcId: vpc.vpcId });
      new CfnVPCEndpoint(stack, 'Ssm', { vpcId: vpc.vpcId, vpcEndpointType: 'Interface', serviceName: `com.amazonaws.${stack.region}.ssm` });
    },
  },
  {
    name: 'trail under a key',
    build(app) {
      const stack = new Stack(app, 'Audit');
      const encryptionKey = new Key(stack, 'Key', { enableKeyRotation: false });
      encryptionKey.addToResourcePolicy(new PolicyStatement({
        principals: [new ServicePrincipal('cloudtrail.amazonaws.com')], actions: ['kms:GenerateDataKey*', 'kms:DescribeKey'], resources: ['*'],
      }));
      const bucket = new Bucket(stack, 'Bucket', { encryption: BucketEncryption.S3_MANAGED, versioned: true, serverAccessLogsPrefix: 'log/' });
      new Trail(stack, 'Trail', { bucket, encryptionKey, sendToCloudWatchLogs: true });
      new Trail(stack, 'Plain', { enableFileValidation: false, isMultiRegionTrail: false });
    },
  },
  {
    name: 'user pool and identity pool',
    build(app) {
      const stack = new Stack(app, 'Identities');
      const users = new UserPool(stack, 'Users', { passwordPolicy: { minLength: 6, requireSymbols: false }, removalPolicy: RemovalPolicy.DESTROY });
      const client = users.addClient('App', { generateSecret: false });
      const pool = new CfnIdentityPool(stack, 'Pool', {
        allowUnauthenticatedIdentities: true,
        cognitoIdentityProviders: [{ clientId: client.userPoolClientId, providerName: users.userPoolProviderName }],
      });
      const role = (id: string, amr: string) => new Role(stack, id, {
        assumedBy: new FederatedPrincipal('cognito-identity.amazonaws.com', {
          'StringEquals': { 'cognito-identity.amazonaws.com:aud': pool.ref }, 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': amr },
        }, 'sts:AssumeRoleWithWebIdentity'),
        inlinePolicies: {},
      });
      const [signedIn, guest] = [role('SignedIn', 'authenticated'), role('Guest', 'unauthenticated')];
      signedIn.addToPolicy(new PolicyStatement({ actions: ['cognito-sync:*', 'cognito-identity:*'], resources: ['*'] }));
      guest.addToPolicy(new PolicyStatement({ actions: ['mobileanalytics:PutEvents'], resources: ['*'] }));
      const roles = { authenticated: signedIn.roleArn, unauthenticated: guest.roleArn };
      new CfnIdentityPoolRoleAttachment(stack, 'Roles', { identityPoolId: pool.ref, roles });
    },
  },
  {
    name: 'user pool and queues that somebody hardened',
    build(app) {
      const stack = new Stack(app, 'Hardened');
      new UserPool(stack, 'Users', {
        passwordPolicy: { minLength: 16, requireDigits: false, requireLowercase: false, requireSymbols: false, requireUppercase: false },
        mfa: Mfa.REQUIRED,
        mfaSecondFactor: { otp: true, sms: false },
        featurePlan: FeaturePlan.PLUS,
        standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
        deletionProtection: true,
      });
      const encryptionMasterKey = new Key(stack, 'Key', { enableKeyRotation: true, pendingWindow: Duration.days(30) });
      const queue = new Queue(stack, 'Dead', { encryptionMasterKey, enforceSSL: true, retentionPeriod: Duration.days(14) });
      new Queue(stack, 'Jobs', { encryptionMasterKey, enforceSSL: true, deadLetterQueue: { queue, maxReceiveCount: 3 } });
    },
  },
  {
    name: 'people and roles of an account',
    build(app) {
      const stack = new Stack(app, 'People');
      const admins = new Group(stack, 'Admins', { managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')] });
      const anna = new User(stack, 'Anna', { groups: [admins] });
      anna.addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['arn:aws:s3:::reports/*'] }));
      const robot = new User(stack, 'Robot');
      new User(stack, 'Guest');
      new CfnAccessKey(stack, 'RobotKey', { userName: robot.userName });
      new Policy(stack, 'RobotPolicy', { users: [robot], statements: [new PolicyStatement({ actions: ['*'], resources: ['*'] })] });
      const developers = new Group(stack, 'Developers');
      developers.addToPolicy(new PolicyStatement({ actions: ['dynamodb:Get*'], resources: ['*'] }));
      const partner = new Role(stack, 'Partner', { assumedBy: new AccountPrincipal('444455556666') });
      partner.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
      const power = new ManagedPolicy(stack, 'Power', { statements: [new PolicyStatement({ actions: ['lambda:*'], resources: ['*'] })] });
      new Role(stack, 'Operator', { assumedBy: new AccountRootPrincipal(), managedPolicies: [power] });
      new Role(stack, 'LambdaRole', {
        assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
        inlinePolicies: { all: new PolicyDocument({ statements: [new PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] }) },
      });
    },
  },
  {
    name: 'tables with an alarm, a cache and a backup plan',
    build(app) {
      const stack = new Stack(app, 'Tables');
      const key = new Key(stack, 'Key');
      const table = new Table(stack, 'Saved', { partitionKey: { name: 'id', type: AttributeType.STRING }, encryptionKey: key });
      new Table(stack, 'Forgotten', { partitionKey: { name: 'id', type: AttributeType.STRING } });
      const plan = BackupPlan.daily35DayRetention(stack, 'Plan');
      plan.addSelection('Tables', { resources: [BackupResource.fromDynamoDbTable(table)] });
      new Alarm(stack, 'Throttled', { metric: table.metricUserErrors(), threshold: 1, evaluationPeriods: 1 });
      const iamRoleArn = new Role(stack, 'CacheRole', { assumedBy: new ServicePrincipal('dax.amazonaws.com') }).roleArn;
      new CfnCluster(stack, 'Cache', { iamRoleArn, nodeType: 'dax.t3.small', replicationFactor: 1 });
    },
  },
  {
    name: 'custom resources',
    build(app) {
      const stack = new Stack(app, 'Custom');
      new AwsCustomResource(stack, 'Parameter', {
        onUpdate: {
          service: 'SSM', action: 'getParameter', parameters: { Name: 'name' }, physicalResourceId: PhysicalResourceId.of('parameter'),
        },
        policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: AwsCustomResourcePolicy.ANY_RESOURCE }),
      });
      const onEventHandler = new Function(stack, 'OnEvent', nodejs);
      const isCompleteHandler = new Function(stack, 'IsComplete', nodejs);
      const { serviceToken } = new Provider(stack, 'Provider', { onEventHandler, isCompleteHandler, queryInterval: Duration.seconds(30) });
      new CustomResource(stack, 'Thing', { serviceToken });
    },
  },
];
