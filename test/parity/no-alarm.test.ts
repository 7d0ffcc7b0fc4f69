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
  const role = (policy: string) => `Resources:
  R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}, ManagedPolicyArns: ['arn:aws:iam::aws:policy/${policy}'], Policies: [{PolicyName: p, PolicyDocument: {Statement: []}}]}}`;

  test.each([
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
