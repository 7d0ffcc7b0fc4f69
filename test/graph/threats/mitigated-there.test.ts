import { THREATS } from '../../../src/graph/threats/catalogue';
import { modelThreats, RuleVerdict, Threat } from '../../../src/graph/threats/threat-model';
import { TemplateModel, TemplateResource } from '../../../src/model';
import { evaluate, RULES } from '../../../src/rules';

type Json = Record<string, any>;

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const TRUST = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] };
const ROLE = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST } };
const fn = (properties: Json = {}) => ({
  Type: 'AWS::Lambda::Function', Properties: { Role: arn('Role'), Runtime: 'nodejs22.x', Handler: 'i.h', Code: { S3Bucket: 'b', S3Key: 'k' }, ...properties },
});
const allow = (principal: unknown, action: string, more: Json = {}) => ({ Statement: [{ Effect: 'Allow', Principal: principal, Action: action, Resource: '*', ...more }] });
const OWN_ACCOUNT = { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } };
const KEY = { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: allow(OWN_ACCOUNT, 'kms:*') } };
const group = (egress: Json[] = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationSecurityGroupId: 'sg-0123456789abcdef0' }]) => ({
  Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'x', SecurityGroupEgress: egress },
});
const ANYWHERE = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

/** The threats to templates, by what all rules find in them, or what is made of that. */
function threatsOf(
  stacks: Record<string, Json>, change: (verdict: RuleVerdict, resource: TemplateResource) => RuleVerdict | undefined = (verdict) => verdict,
): readonly Threat[] {
  const model = new TemplateModel(Object.entries(stacks).map(([id, resources]) => ({ id, name: id, template: { Resources: resources } })));
  const verdicts = evaluate(model, RULES);
  const of = (resource: TemplateResource) => verdicts.filter((one) => one.resource === resource)
    .flatMap(({ rule, result }) => change({ rule: rule.id, verdict: result.verdict }, resource) ?? []);
  return modelThreats(model, { of }).threats;
}

const find = (threats: readonly Threat[], threat: string, logicalId: string) => (
  threats.find(({ kind, element }) => kind.id === threat && element.resource?.logicalId === logicalId));
/** Status of a mitigation of a threat to an element, of one stack. */
const mitigation = (resources: Json, threat: string, logicalId: string, name: string) => (
  find(threatsOf({ App: resources }), threat, logicalId)?.mitigations.find((one) => one.mitigation.name === name)?.status);

describe('named destinations of a function', () => {
  const inNetwork = (groups: unknown, properties: Json = {}) => ({ Role: ROLE, Fn: fn({ VpcConfig: { SecurityGroupIds: groups, SubnetIds: ['subnet-0123456789abcdef0'] }, ...properties }) });
  const status = (resources: Json) => mitigation(resources, 'ZT-THREAT-012', 'Fn', 'Named destinations');
  const id = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'GroupId'] });

  test('are those of its security groups', () => {
    expect(status({ ...inNetwork([id('Group')]), Group: group() })).toBe('pass');
    expect(status({ ...inNetwork([id('Group')]), Group: group([ANYWHERE]) })).toBe('fail');
    expect(status({ ...inNetwork([id('Group'), id('Open')]), Group: group(), Open: group([ANYWHERE]) })).toBe('fail');
  });

  test('are not those of a security group that it only names in a variable', () => {
    expect(status({ ...inNetwork(['sg-0123456789abcdef0'], { Environment: { Variables: { GROUP: id('Group') } } }), Group: group() })).toBe('unknown');
    expect(status({ Role: ROLE, Fn: fn({ Environment: { Variables: { GROUP: id('Group') } } }), Group: group() })).toBe('absent');
  });

  test('are not known where one of its security groups is in no template', () => {
    expect(status({ ...inNetwork([id('Group'), 'sg-0123456789abcdef0']), Group: group() })).toBe('unknown');
    expect(status({ ...inNetwork({ Ref: 'Groups' }), Group: group() })).toBe('unknown');
  });

  test('include egress rules of their own, and routes of its subnets', () => {
    const rule = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: id('Group'), ...ANYWHERE } };
    expect(status({ ...inNetwork([id('Group')]), Group: group(), Rule: rule })).toBe('fail');
    const network = {
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: 'vpc-0123456789abcdef0', CidrBlock: '10.0.0.0/24' } },
      Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: 'vpc-0123456789abcdef0' } },
      Association: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } } },
      Route: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0123456789abcdef0' } },
    };
    const placed = inNetwork([id('Group')], { VpcConfig: { SecurityGroupIds: [id('Group')], SubnetIds: [{ Ref: 'Subnet' }] } });
    expect(status({ ...placed, ...network, Group: group() })).toBe('fail');
    expect(status({ ...placed, ...network, Group: group(), Route: { ...network.Route, Properties: { ...network.Route.Properties, NatGatewayId: undefined, GatewayId: 'local' } } })).not.toBe('pass');
  });
});

describe('the role of a workload', () => {
  const status = (resources: Json) => find(threatsOf({ App: resources }), 'ZT-THREAT-011', 'Fn')?.status;

  test('is the one that it acts as, and none that it only names', () => {
    expect(status({ Role: ROLE, Fn: fn() })).toBe('mitigated');
    expect(status({ Role: ROLE, Fn: fn({ Role: 'arn:aws:iam::111122223333:role/elsewhere', Environment: { Variables: { OTHER_ROLE: arn('Role') } } }) })).toBe('open');
    expect(status({ Role: ROLE, Fn: fn({ Role: { Ref: 'RoleArn' }, Environment: { Variables: { OTHER_ROLE: arn('Role') } } }) })).toBe('open');
  });

  test('counts with each of its policies', () => {
    const policy = (action: string) => ({ Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] } } });
    expect(status({ Role: ROLE, Fn: fn(), Good: policy('xray:PutTraceSegments'), Bad: policy('*') })).toBe('open');
  });
});

describe('policies of a store', () => {
  const status = (resources: Json, logicalId = 'Jobs') => mitigation(resources, 'ZT-THREAT-021', logicalId, 'Named principals');
  const policy = (queue: unknown, principal: unknown) => ({ Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [queue], PolicyDocument: allow(principal, 'sqs:SendMessage') } });
  const jobs = { Jobs: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: arn('Key') } }, Key: KEY };

  test('are its own', () => {
    expect(status({ ...jobs, Policy: policy({ Ref: 'Jobs' }, OWN_ACCOUNT) })).toBe('pass');
    expect(status({ ...jobs, Policy: policy({ Ref: 'Jobs' }, '*') })).toBe('fail');
    expect(status({ ...jobs, One: policy({ Ref: 'Jobs' }, OWN_ACCOUNT), Two: policy({ Ref: 'Jobs' }, '*') })).toBe('fail');
  });

  test('are no proof for another one, nor is the policy of its key', () => {
    expect(find(threatsOf({ App: jobs }), 'ZT-THREAT-021', 'Jobs')).toBeUndefined(); // no policy lets anybody in
    const other = { Other: { Type: 'AWS::SQS::Queue' }, Policy: policy({ Ref: 'Other' }, OWN_ACCOUNT) };
    expect(find(threatsOf({ App: { ...jobs, ...other } }), 'ZT-THREAT-021', 'Jobs')).toBeUndefined();
    expect(status({ ...jobs, ...other }, 'Other')).toBe('pass');
  });

  test('are its own by name too', () => {
    const topic = { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'orders' } } };
    const named = (name: string) => ({ ...topic, Policy: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [`arn:aws:sns:eu-west-1:111122223333:${name}`], PolicyDocument: allow('*', 'sns:Publish') } } });
    expect(status(named('orders'), 'Topic')).toBe('fail');
    expect(find(threatsOf({ App: named('other') }), 'ZT-THREAT-021', 'Topic')).toBeUndefined();
  });

  test('that no rule has judged are open', () => {
    const resources = { ...jobs, Policy: policy({ Ref: 'Jobs' }, OWN_ACCOUNT) };
    const unjudged = threatsOf({ App: resources }, (verdict, { logicalId }) => (logicalId === 'Policy' ? undefined : verdict));
    expect(find(unjudged, 'ZT-THREAT-021', 'Jobs')?.status).toBe('open');
  });
});

describe('a flow from an AWS service', () => {
  const permission = (fnRef: unknown, more: Json) => ({ Type: 'AWS::Lambda::Permission', Properties: { FunctionName: fnRef, Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com', ...more } });
  const bucket = (source?: Json) => ({
    Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files' } },
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Files' }, PolicyDocument: allow({ Service: 'cloudtrail.amazonaws.com' }, 's3:PutObject', { Resource: { 'Fn::Sub': '${Files.Arn}/*' }, ...source && { Condition: source } }) } },
  });
  const flows = (resources: Json) => threatsOf({ App: resources }).filter(({ kind }) => kind.id === 'ZT-THREAT-111').map(({ status, flow }) => `${status} ${flow?.from.name} ${flow?.to.name}`);

  test('is open where its policy names no source, and mitigated where it does', () => {
    expect(flows(bucket())).toEqual(['open cloudtrail.amazonaws.com Files']);
    expect(flows(bucket({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }))).toEqual(['mitigated cloudtrail.amazonaws.com Files']);
  });

  test('to a function is by its own permissions, whatever permissions of others name', () => {
    const other = permission({ Ref: 'Other' }, { SourceAccount: '111122223333', SourceArn: 'arn:aws:sns:eu-west-1:111122223333:t' });
    const app = { Role: ROLE, Fn: fn({ Environment: { Variables: { OTHER: { Ref: 'Other' } } } }), Other: fn(), ByOther: other };
    expect(flows({ ...app, BySns: permission({ Ref: 'Fn' }, {}) })).toEqual(['open sns.amazonaws.com Fn']);
  });
});

describe('a rule', () => {
  const table = { Orders: { Type: 'AWS::DynamoDB::Table', Properties: { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }, DeletionProtectionEnabled: true } }, Other: { Type: 'AWS::DynamoDB::Table' } };
  const status = (change: (verdict: RuleVerdict, resource: TemplateResource) => RuleVerdict | undefined) => find(threatsOf({ App: table }, change), 'ZT-THREAT-022', 'Orders')?.status;

  test('mitigates where it passes on the element, whatever it finds elsewhere', () => {
    expect(status((verdict) => verdict)).toBe('mitigated');
    expect(find(threatsOf({ App: table }), 'ZT-THREAT-022', 'Other')?.status).toBe('open');
  });

  test('mitigates nothing where it fails, is not known, is waived, or was not evaluated', () => {
    const acceptance = { owner: 'jane', reason: 'a test', until: '2027-01-31' };
    const on = (change: Partial<RuleVerdict>) => (verdict: RuleVerdict) => (verdict.rule === 'ZT-DYNAMODB-002' ? { ...verdict, ...change } : verdict);
    expect(status(on({ verdict: 'fail' }))).toBe('open');
    expect(status(on({ verdict: 'unknown' }))).toBe('open');
    expect(status(on({ verdict: 'fail', acceptance }))).toBe('accepted');
    expect(status(({ rule, ...rest }) => (/ZT-DYNAMODB-00[23]/.test(rule) ? undefined : { rule, ...rest }))).toBe('open');
  });

  test('in another stack is about that stack', () => {
    const threats = threatsOf({ One: { Orders: table.Orders }, Two: { Orders: table.Other } });
    expect(threats.filter(({ kind }) => kind.id === 'ZT-THREAT-022').map(({ status: one, element }) => `${one} ${element.resource?.stack.name}`)).toEqual(['mitigated One', 'open Two']);
  });
});

test('each kind of the catalogue is a threat to something that templates can have', () => {
  const statement = (action: string, resource: unknown) => ({ Effect: 'Allow', Action: action, Resource: resource });
  const threats = threatsOf({
    App: {
      Role: ROLE,
      Fn: fn(),
      Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: [statement('dynamodb:GetItem', arn('Table')), statement('lambda:UpdateFunctionCode', arn('Other'))] } } },
      OtherRole: ROLE,
      Other: fn({ Role: arn('OtherRole') }),
      BySns: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'Fn' }, Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com' } },
      Robot: { Type: 'AWS::IAM::User' },
      Site: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { Enabled: true } } },
      Table: { Type: 'AWS::DynamoDB::Table' },
      Jobs: { Type: 'AWS::SQS::Queue' },
      Secret: { Type: 'AWS::SecretsManager::Secret' },
      Bucket: { Type: 'AWS::S3::Bucket' },
      Key: KEY,
      Logs: { Type: 'AWS::Logs::LogGroup' },
      Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, S3BucketName: 'logs' } },
      Images: { Type: 'AWS::ECR::Repository' },
      Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { ServiceName: 'com.amazonaws.eu-west-1.s3', VpcId: 'vpc-0123456789abcdef0' } },
      Release: { Type: 'AWS::CodePipeline::Pipeline', Properties: { RoleArn: arn('Role'), Stages: [] } },
    },
  });
  const found = new Set(threats.map(({ kind }) => kind.id));
  expect(THREATS.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
});
