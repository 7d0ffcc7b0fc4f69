import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { readTemplates } from '../../src/model/read-templates';
import { collectEvidence, openItems } from '../../src/report/evidence';

const directory = mkdtempSync(join(tmpdir(), 'zt-no-alarm-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** `verdict rule resource` of what is open of a rule. */
function openBy(id: string, yaml: string): string[] {
  return openOf(yaml).filter(({ rule }) => rule.id === id).map(({ verdict, rule, logicalId }) => `${verdict} ${rule.id} ${logicalId}`);
}

function openOf(yaml: string) {
  const path = join(directory, 'template.yaml');
  writeFileSync(path, yaml);
  return openItems(collectEvidence(readTemplates(path)));
}

const permission = (properties: string) => `Resources:
  T: {Type: AWS::SNS::Topic}
  B: {Type: AWS::S3::Bucket}
  P: {Type: AWS::Lambda::Permission, Properties: {FunctionName: f, Action: lambda:InvokeFunction, ${properties}}}
Parameters:
  Topic: {Type: String}
`;

/** Each form, and the same with the one thing changed that makes it an alarm. */
describe('a form that AWS takes as safe is no alarm, and its unsafe neighbour is', () => {
  test.each([
    ['a permission by a topic of the template', 'Principal: sns.amazonaws.com, SourceArn: !Ref T', 'Principal: s3.amazonaws.com, SourceArn: !GetAtt B.Arn'],
    ['a permission by a literal ARN', "Principal: sns.amazonaws.com, SourceArn: 'arn:aws:sns:us-east-1:111122223333:orders'", "Principal: sns.amazonaws.com, SourceArn: 'arn:aws:sns:us-east-1:*:orders'"],
    ['a permission by a parameter', 'Principal: sns.amazonaws.com, SourceArn: !Ref Topic', 'Principal: s3.amazonaws.com, SourceArn: !Ref Topic'],
    ['a permission by an import', 'Principal: sns.amazonaws.com, SourceArn: !ImportValue topic', 'Principal: sns.amazonaws.com'],
    ['a permission by an account', 'Principal: sns.amazonaws.com, SourceAccount: !Ref AWS::AccountId', "Principal: sns.amazonaws.com, SourceAccount: ''"],
    ['a permission for an organisation', "Principal: '*', PrincipalOrgID: o-a1b2c3d4e5", "Principal: '*', PrincipalOrgID: 'o-*'"],
  ])('%s', (_, safe, unsafe) => {
    expect(openBy('ZT-LAMBDA-001', permission(safe))).toEqual([]);
    expect(openBy('ZT-LAMBDA-001', permission(unsafe))).toEqual(['fail ZT-LAMBDA-001 P']);
  });

  const layer = (principal: string) => `Resources:
  L: {Type: AWS::Lambda::LayerVersionPermission, Properties: {Action: lambda:GetLayerVersion, LayerVersionArn: 'arn:aws:lambda:us-west-2:111122223333:layer:l:1', Principal: ${principal}}}`;
  const group = (range: string) => `Resources:
  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, VpcId: vpc-1, SecurityGroupIngress: [{IpProtocol: '-1', CidrIpv6: '${range}'}]}}`;
  const subnet = (text: string) => `Resources:
  S: {Type: AWS::EC2::Subnet, Properties: {VpcId: vpc-1, CidrBlock: 10.0.0.0/24, MapPublicIpOnLaunch: ${text}}}`;
  const key = (text: string) => `Resources:
  K: {Type: AWS::KMS::Key, Properties: {EnableKeyRotation: ${text}, KeyPolicy: {Statement: []}}}`;
  const chosen = (values: string) => `Parameters:
  Rotation: {Type: String, AllowedValues: ${values}}
Resources:
  K: {Type: AWS::KMS::Key, Properties: {EnableKeyRotation: !Ref Rotation, KeyPolicy: {Statement: []}}}`;
  const bucket = (name: string) => `Parameters: {N: {Type: String}, Other: {Type: String}}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref N, PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}, BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]}}}
  P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref N, PolicyDocument: {Statement: [{Effect: Deny, Principal: '*', Action: 's3:*', Resource: [!Sub 'arn:aws:s3:::\${${name}}', !Sub 'arn:aws:s3:::\${${name}}/*'], Condition: {Bool: {'aws:SecureTransport': 'False'}}}]}}}`;
  const distribution = (identity: string) => `Resources:
  D: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {Origins: [{Id: o, DomainName: b.s3.amazonaws.com, S3OriginConfig: {${identity}}}]}}}`;
  const secret = (echo: string) => `Parameters: {Password: {Type: String, ${echo}}}
Resources:
  S: {Type: AWS::SecretsManager::Secret, Properties: {SecretString: !Sub '{"password":"\${Password}"}'}}`;
  const metrics = (action: string) => `Resources:
  P: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: '${action}', Resource: '*', Condition: {StringEquals: {'cloudwatch:namespace': orders}}}]}}}`;
  const machine = (service: string) => `Resources:
  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: !Sub '${service}'}, Action: sts:AssumeRole}]}}}
  M: {Type: AWS::StepFunctions::StateMachine, Properties: {RoleArn: !GetAtt R.Arn, DefinitionString: '{}'}}`;
  const method = (verb: string) => `Resources:
  M: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: a, ResourceId: r, HttpMethod: ${verb}, AuthorizationType: NONE, Integration: {Type: MOCK}}}`;
  const balancer = (type: string) => `Resources:
  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  S: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref V, CidrBlock: 10.0.0.0/24}}
  L: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: ${type}, Scheme: internal, Subnets: [!Ref S]}}`;
  const inbound = (range: string) => `Parameters: {VpcCidr: {Type: String, Default: 10.0.0.0/16}, Callers: {Type: String, Default: 10.0.0.0/16}}
Resources:
  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref VpcCidr}}
  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, VpcId: !Ref V, SecurityGroupIngress: [{IpProtocol: '-1', CidrIp: !Ref ${range}}]}}`;
  const transit = (range: string) => `Resources:
  R: {Type: AWS::EC2::Route, Properties: {RouteTableId: rtb-1, TransitGatewayId: tgw-1, DestinationCidrBlock: '${range}'}}`;
  const bus = (operator: string) => `Parameters: {Organization: {Type: String}}
Resources:
  P: {Type: AWS::Events::EventBusPolicy, Properties: {StatementId: s, Statement: {Effect: Allow, Principal: '*', Action: 'events:PutEvents', Resource: '*', Condition: {${operator}: {'aws:PrincipalOrgID': !Ref Organization}}}}}`;
  const trust = (principal: string) => `Parameters: {Management: {Type: String}}
Resources:
  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: sts:AssumeRole, Principal: {AWS: ${principal}}}]}}}`;
  const share = (external: string) => `Parameters: {Account: {Type: String}}
Resources:
  S: {Type: AWS::RAM::ResourceShare, Properties: {Name: s, AllowExternalPrincipals: ${external}, Principals: [!Ref Account]}}`;
  const logsOfApis = (policy: string, partition = 'aws') => `Resources:
  A: {Type: AWS::ApiGateway::Account, Properties: {CloudWatchRoleArn: !GetAtt R.Arn}}
  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: sts:AssumeRole, Principal: {Service: apigateway.amazonaws.com}}]}, ManagedPolicyArns: [!Sub 'arn:${partition}:iam::aws:policy/${policy}']}}`;
  const texts = (service: string, action = 'sns:Publish') => `Resources:
  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: sts:AssumeRole, Principal: {Service: ${service}.amazonaws.com}}]}, Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: '${action}', Resource: '*'}]}}]}}`;
  const role = (policy: string) => `Resources:
  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}, ManagedPolicyArns: ['arn:aws:iam::aws:policy/${policy}'], Policies: [{PolicyName: p, PolicyDocument: {Statement: []}}]}}`;

  const guarded = (deny: string) => `Parameters: {Endpoint: {Type: String}}
Resources:
  D: {Type: AWS::ApiGateway::DomainNameV2, Properties: {DomainName: api.example.com, Policy: {Statement: [{Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*'}, {Effect: Deny, Principal: '*', Action: 'execute-api:Invoke', ${deny}}]}}}`;
  const staging = (deny: string) => `Parameters: {Organization: {Type: String}}
Resources:
  B: {Type: AWS::S3::Bucket}
  P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref B, PolicyDocument: {Statement: [{Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: !Sub 'arn:aws:s3:::\${B}/*', Condition: {ArnLike: {'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy'}}}, {Effect: Deny, Principal: '*', ${deny}}]}}}`;
  const denied = (more = '') => `Action: 's3:*', Resource: !Sub 'arn:aws:s3:::\${B}/*', Condition: {StringNotEquals: {'aws:PrincipalOrgID': !Ref Organization${more}}}`;
  const privateApi = (condition: string) => `Parameters: {Endpoint: {Type: String}}
Resources:
  A: {Type: AWS::ApiGateway::RestApi, Properties: {EndpointConfiguration: {Types: [PRIVATE]}, Policy: {Statement: [{Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', Condition: {${condition}: {'aws:SourceVpce': !Ref Endpoint}}}]}}}`;
  const collection = (type: string) => `Parameters: {Name: {Type: String}}
Resources:
  C: {Type: AWS::OpenSearchServerless::${type}, Properties: {Name: n, Type: encryption, Policy: !Sub '{"Rules":[{"ResourceType":"collection","Resource":["collection/\${Name}"]}],"Principal":["*"],"AWSOwnedKey":true}'}}`;
  const filter = (type: string) => `Parameters: {Name: {Type: String}}
Resources:
  F: {Type: ${type}, Properties: {PolicyName: p, PolicyType: SUBSCRIPTION_FILTER_POLICY, PolicyDocument: !Sub '{"DestinationArn":"\${Name}","FilterPattern":"ERROR"}'}}`;
  const domain = (options: string) => `Resources:
  D: {Type: AWS::OpenSearchService::Domain, Properties: {${options}AccessPolicies: {Statement: [{Effect: Allow, Principal: {AWS: '*'}, Action: 'es:ESHttp*', Resource: '*'}]}}}`;
  const invoker = (service: string) => `Resources:
  P: {Type: AWS::Lambda::Permission, Properties: {FunctionName: f, Action: lambda:InvokeFunction, Principal: ${service}}}`;
  const crossAccount = (principal: string) => `Parameters: {Account: {Type: String}}
Resources:
  P: {Type: AWS::Lambda::Permission, Properties: {FunctionName: f, Action: lambda:InvokeFunction, Principal: !Sub '${principal}'}}`;
  const url = (auth: string) => `Resources:
  F: {Type: AWS::Lambda::Function, Properties: {Runtime: nodejs22.x}}
  U: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: !Ref F, AuthType: ${auth}}}
  P: {Type: AWS::Lambda::Permission, Properties: {FunctionName: !Ref F, Action: lambda:InvokeFunctionUrl, FunctionUrlAuthType: NONE, Principal: '*'}}`;
  const connection = (value: string, type = 'AWS::AppSync::ApiKey') => `Resources:
  K: {Type: ${type}, Properties: {ApiId: a}}
  C: {Type: AWS::Events::Connection, Properties: {AuthorizationType: API_KEY, AuthParameters: {ApiKeyAuthParameters: {ApiKeyName: x-api-key, ApiKeyValue: ${value}}}}}`;
  const environment = (field: string) => `Parameters: {Secret: {Type: String}}
Resources:
  F: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {DB: !Sub '{{resolve:secretsmanager:\${Secret}:SecretString:${field}}}'}}}}`;
  const accessPoints = (condition: string) => `Resources:
  P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: b, PolicyDocument: {Statement: [{Effect: Allow, Principal: {AWS: '*'}, Action: '*', Resource: '*', Condition: {StringEquals: {${condition}}}}]}}}`;
  const regions = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1', 'ap-south-1', 'sa-east-1'];
  const balancerLogs = (last: string) => `Mappings:
  Balancers: {${regions.map((region, i) => `${region}: {Account: '${i < 9 ? '127311923021' : last}'}`).join(', ')}}
Resources:
  P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: b, PolicyDocument: {Statement: [{Effect: Allow, Principal: {AWS: !FindInMap [Balancers, !Ref 'AWS::Region', Account]}, Action: 's3:PutObject', Resource: '*'}]}}}`;
  const layerOf = (account: string) => `Resources:
  F: {Type: AWS::Lambda::Function, Properties: {Layers: [!Sub 'arn:aws:lambda:\${AWS::Region}:${account}:layer:AWSSDKPandas-Python312:5']}}`;
  const everythingOn = (arn: string, action = '*') => `Resources:
  Q: {Type: AWS::SQS::Queue}
  K: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Statement: []}}}
  P: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: '${action}', Resource: !Sub '${arn}'}]}}}`;
  const ages = (name: string) => `Parameters: {Value: {Type: String}}
Resources:
  P: {Type: AWS::Config::ConformancePack, Properties: {ConformancePackInputParameters: [{ParameterName: ${name}, ParameterValue: !Ref Value}]}}`;
  const passes = (name: string) => `Resources:
  P: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: 'iam:PassRole', Resource: 'arn:aws:iam::*:role/${name}'}]}}}`;
  const written = (action: string) => `Parameters: {Name: {Type: String}}
Resources:
  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}, Policies: [{PolicyName: p, PolicyDocument: !Sub '{"Statement":[{"Effect":"Allow","Action":"${action}","Resource":"\${Name}"}]}'}]}}`;

  test.each([
    ['a Deny for all other endpoints, which are a parameter', 'ZT-TRUST-001', guarded("Resource: 'execute-api:/*', Condition: {StringNotEquals: {'aws:SourceVpce': !Ref Endpoint}}"), guarded("Resource: 'execute-api:/prod/*', Condition: {StringNotEquals: {'aws:SourceVpce': !Ref Endpoint}}")],
    ['a Deny for all others by a condition that names', 'ZT-TRUST-001', guarded("Resource: '*', Condition: {StringNotLike: {'aws:SourceVpce': vpce-0123456789abcdef0}}"), guarded("Resource: '*', Condition: {StringNotLike: {'aws:SourceVpce': 'vpce-*'}}")],
    ['a Deny outside of the organization', 'ZT-S3-005', staging(denied()), staging(denied(", 'aws:PrincipalTag/Team': deploy"))],
    ['an endpoint by a parameter', 'ZT-APIGATEWAY-016', privateApi('StringEquals'), privateApi('StringLike')],
    ['the key of a collection', 'ZT-TRUST-001', collection('SecurityPolicy'), collection('AccessPolicy')],
    ['a subscription for all log groups', 'ZT-TRUST-001', filter('AWS::Logs::AccountPolicy'), filter('AWS::Logs::ResourcePolicy')],
    ['a domain in a VPC', 'ZT-TRUST-001', domain('VPCOptions: {SubnetIds: [subnet-1]}, '), domain('')],
    ['a load balancer, which is of the account of its functions', 'ZT-LAMBDA-001', invoker('elasticloadbalancing.amazonaws.com'), invoker('apigateway.amazonaws.com')],
    ['a role of one account, by a parameter', 'ZT-LAMBDA-001', crossAccount('arn:aws:iam::${Account}:role/r'), crossAccount('${Account}')],
    ['the permission of a public URL, which is a finding itself', 'ZT-LAMBDA-001', url('NONE'), url('AWS_IAM')],
    ['a key that a resource makes', 'ZT-EVENTS-004', connection('!GetAtt K.ApiKey'), connection('!GetAtt K.ApiKey', 'AWS::CloudFormation::CustomResource')],
    ['the host of a secret of a database', 'ZT-LAMBDA-020', environment('host'), environment('password')],
    ['a bucket that access points of the account decide for', 'ZT-TRUST-003', accessPoints("'s3:DataAccessPointAccount': !Ref AWS::AccountId"), accessPoints("'aws:PrincipalAccount': !Ref AWS::AccountId")],
    ['load balancers of many Regions', 'ZT-S3-005', balancerLogs('033677994240'), balancerLogs('*')],
    ['a policy that is a text with a parameter', 'ZT-IAM-021', written('s3:GetObject'), written('cloudtrail:StopLogging')],
    ['a layer of AWS for pandas', 'ZT-TRUST-004', layerOf('336392948345'), layerOf('336392948346')],
    ['all actions on a bucket, which are on no role', 'ZT-IAM-008', everythingOn('arn:${AWS::Partition}:s3:::orders/*'), everythingOn('arn:${AWS::Partition}:iam::*:role/*')],
    ['all actions on a bucket, which change no policy', 'ZT-IAM-009', everythingOn('arn:aws:s3:::orders/*'), everythingOn('arn:aws:iam::*:role/*')],
    ['all actions on a bucket, which replace no code', 'ZT-IAM-020', everythingOn('arn:aws:s3:::orders/*'), everythingOn('arn:aws:lambda:*:*:function:*')],
    ['all actions on a queue of the template', 'ZT-IAM-021', everythingOn('${Q.Arn}'), everythingOn('${K.Arn}')],
    ['policies of a service-linked role, which only its service changes', 'ZT-IAM-009', everythingOn('arn:aws:iam::*:role/aws-service-role/ecs.amazonaws.com/*', 'iam:PutRolePolicy'), everythingOn('arn:aws:iam::*:role/aws-service-role/*', 'iam:PutRolePolicy')],
    ['the age of keys', 'ZT-SECRETS-010', ages('MaxAccessKeyAge'), ages('AccessKey')],
    ['a service-linked role', 'ZT-IAM-008', passes('aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS*'), passes('aws-service-role/*')],
    ['an account as a number', 'ZT-LAMBDA-017', layer('111122223333'), layer("'*'")],
    ['private addresses of IPv6', 'ZT-EC2-006', group('fd00::/8'), group('2000::/3')],
    ['False in a text', 'ZT-EC2-007', subnet("'False'"), subnet("'True'")],
    ['off, of YAML 1.1', 'ZT-EC2-007', subnet('off'), subnet('on')],
    ['TRUE in a text', 'ZT-KMS-001', key("'TRUE'"), key("'FALSE'")],
    ['yes, of YAML 1.1', 'ZT-KMS-001', key('yes'), key('no')],
    ['a parameter of good values only', 'ZT-KMS-001', chosen("['true', 'True']"), chosen("['true', 'false']")],
    ['a bucket policy by the name of the bucket', 'ZT-S3-003', bucket('N'), bucket('Other')],
    ['a legacy origin access identity', 'ZT-CLOUDFRONT-005', distribution('OriginAccessIdentity: origin-access-identity/cloudfront/E000000000000'), distribution("OriginAccessIdentity: ''")],
    ['a secret by a NoEcho parameter', 'ZT-SECRETS-008', secret('NoEcho: true'), secret('NoEcho: false')],
    ['metrics of a namespace', 'ZT-IAM-001', metrics('cloudwatch:PutMetricData'), metrics('cloudwatch:DeleteAlarms')],
    ['a service by its name in a Region', 'ZT-STATES-004', machine('states.${AWS::Region}.amazonaws.com'), machine('ec2.${AWS::Region}.amazonaws.com')],
    ['a network load balancer, which needs no security group', 'ZT-EC2-001', balancer('network'), balancer('application')],
    ['the range of the VPC by the parameter of the VPC', 'ZT-EC2-006', inbound('VpcCidr'), inbound('Callers')],
    ['a range that is left empty', 'ZT-EC2-015', transit(''), transit('0.0.0.0/0')],
    ['an organization by a parameter', 'ZT-EVENTS-002', bus('StringEquals'), bus('StringLike')],
    ['an account by a parameter is no open trust', 'ZT-IAM-005', trust('!Sub \'arn:aws:iam::${Management}:root\''), trust('!Ref Management')],
    ['a share within the organization', 'ZT-TRUST-004', share('false'), share('true')],
    ['the managed policy for the logs of API Gateway', 'ZT-APIGATEWAY-006', logsOfApis('service-role/AmazonAPIGatewayPushToCloudWatchLogs'), logsOfApis('CloudWatchLogsFullAccess')],
    ['the same policy in the partition of the stack', 'ZT-APIGATEWAY-006', logsOfApis('service-role/AmazonAPIGatewayPushToCloudWatchLogs', '${AWS::Partition}'), logsOfApis('AdministratorAccess', '${AWS::Partition}')],
    ['what names a terminology only where it uses one', 'ZT-IAM-001', texts('lambda', 'translate:TranslateText'), texts('lambda', 'translate:GetTerminology')],
    ['text messages of a user pool', 'ZT-IAM-001', texts('cognito-idp'), texts('lambda')],
    ['a preflight request', 'ZT-APIGATEWAY-001', method('OPTIONS'), method('GET')],
    ['inline policies and the basic execution role', 'ZT-IAM-022', role('service-role/AWSLambdaBasicExecutionRole'), role('AdministratorAccess')],
  ])('%s', (_, rule, safe, unsafe) => {
    expect(openBy(rule, safe)).toEqual([]);
    expect(openBy(rule, unsafe)).toHaveLength(1);
  });
});

describe('what remains to be said of a safe form is said mildly', () => {
  const severities = (yaml: string, id: string) => openOf(yaml).filter(({ rule }) => rule.id === id).map(({ rule, verdict }) => `${verdict} ${rule.severity}`);

  test('a permission without SourceAccount is low', () => {
    expect(severities(permission('Principal: sns.amazonaws.com, SourceArn: !Ref T'), 'ZT-LAMBDA-033')).toEqual(['fail low']);
  });

  test('a legacy origin access identity is medium', () => {
    expect(severities(`Resources:
  D: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {Origins: [{Id: o, DomainName: b, S3OriginConfig: {OriginAccessIdentity: x}}]}}}`, 'ZT-CLOUDFRONT-015')).toEqual(['fail medium']);
  });

  test('an account by a parameter in an ARN is an account that is not known to be trusted', () => {
    expect(severities(`Parameters: {Management: {Type: String}}
Resources:
  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Action: sts:AssumeRole, Principal: {AWS: !Sub 'arn:aws:iam::\${Management}:root'}}]}}}`, 'ZT-TRUST-002')).toEqual(['unknown high']);
  });

  test('an inline policy is medium', () => {
    expect(severities('Resources: {P: {Type: AWS::IAM::RolePolicy, Properties: {RoleName: r, PolicyName: p}}}', 'ZT-IAM-003')).toEqual(['fail medium']);
  });

  test('a key by a dynamic reference is unknown, and no failure', () => {
    expect(severities("Resources: {S: {Type: AWS::SecretsManager::Secret, Properties: {KmsKeyId: '{{resolve:ssm:/keys/app}}'}}}", 'ZT-SECRETS-001')).toEqual(['unknown medium']);
  });

  test('a secret whose resource policy does not block public policies has a resource policy', () => {
    const [found] = openOf(`Resources:
  S: {Type: AWS::SecretsManager::Secret}
  P: {Type: AWS::SecretsManager::ResourcePolicy, Properties: {SecretId: !Ref S, ResourcePolicy: {Statement: []}}}`).filter(({ rule }) => rule.id === 'ZT-SECRETS-003');
    expect(found.finding).toContain('does not set BlockPublicPolicy');
    expect(found.finding).not.toContain('has no resource policy');
  });
});
