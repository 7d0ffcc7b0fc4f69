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

describe('a takeover of one identity by another', () => {
  const grant = (Action: string, Resource: unknown) => ({ Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } } });
  const edges = (...actions: string[]) => ({ 'zero-trust:edges': [{ To: { Ref: 'Other' }, Actions: actions }] });
  const app = (policy: Json, metadata?: Json) => ({ Role: ROLE, Fn: { ...fn(), ...metadata && { Metadata: metadata } }, Policy: policy, OtherRole: ROLE, Other: fn({ Role: arn('OtherRole') }) });
  const takeovers = (resources: Json) => threatsOf({ App: resources }).filter(({ kind }) => kind.id === 'ZT-THREAT-110')
    .map(({ status, flow, mitigations }) => [`${status} ${flow?.from.name} ${flow?.to.name}`, ...mitigations.map((one) => one.status)]);

  test('is open where the graph has its edge, though each rule finds nothing in the policy', () => {
    // the other function may do no more: the rules of escalation pass
    expect(takeovers(app(grant('lambda:UpdateFunctionCode', arn('Other'))))).toEqual([['open Fn Other', 'pass', 'fail']]);
    expect(takeovers(app(grant('lambda:InvokeFunction', arn('Other'))))).toEqual([]);
  });

  test('is mitigated where the app declares this edge, with all of its actions', () => {
    const policy = grant('lambda:UpdateFunctionCode', arn('Other'));
    expect(takeovers(app(policy, edges('lambda:UpdateFunctionCode')))).toEqual([['mitigated Fn Other', 'pass', 'pass']]);
    expect(takeovers(app(policy, edges('lambda:InvokeFunction')))).toEqual([['open Fn Other', 'pass', 'fail']]);
  });

  test('is open by a declared edge too, where a rule of escalation fails', () => {
    const stronger = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'q', Roles: [{ Ref: 'OtherRole' }], PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } } };
    const found = takeovers({ ...app(grant('lambda:UpdateFunctionCode', arn('Other')), edges('lambda:UpdateFunctionCode')), Stronger: stronger });
    expect(found.find(([what]) => what.endsWith('Fn Other'))).toEqual(['open Fn Other', 'fail', 'pass']);
  });

  test('by an event source is as declared as what is handed in', () => {
    const queue = {
      Jobs: { Type: 'AWS::SQS::Queue' },
      Table: { Type: 'AWS::DynamoDB::Table' },
      Reads: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: arn('Jobs'), FunctionName: { Ref: 'Other' } } },
      Takes: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 't', Roles: [{ Ref: 'OtherRole' }], PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], Resource: arn('Jobs') }, { Effect: 'Allow', Action: 'dynamodb:DeleteItem', Resource: arn('Table') }] } } },
    };
    const sends = grant('sqs:SendMessage', arn('Jobs'));
    const declared = { 'zero-trust:edges': [{ To: { Ref: 'Jobs' }, Actions: ['sqs:SendMessage'] }] };
    const statusOf = (resources: Json) => takeovers(resources).find(([what]) => what.endsWith('Fn Other'));
    expect(statusOf({ ...app(sends, declared), ...queue })).toEqual(['mitigated Fn Other', 'pass', 'pass']);
    expect(statusOf({ ...app(sends, edges('lambda:InvokeFunction')), ...queue })).toEqual(['open Fn Other', 'pass', 'unknown']);
    // templates that declare nothing have it by configuration alone
    expect(statusOf({ ...app(sends), ...queue })).toEqual(['mitigated Fn Other', 'pass', 'pass']);
  });
});

describe('the record of reads and writes', () => {
  const data = (type: string, ...more: Json[]) => ({ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }, { Field: 'resources.type', Equals: [type] }, ...more] });
  const trail = (properties: Json = {}) => ({
    Type: 'AWS::CloudTrail::Trail',
    Properties: {
      IsLogging: true,
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      KMSKeyId: 'alias/trail',
      S3BucketName: 'logs',
      CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:t:*',
      AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }, data('AWS::DynamoDB::Table')],
      ...properties,
    },
  });
  const TABLE = { Orders: { Type: 'AWS::DynamoDB::Table' } };
  const statusIn = (stacks: Record<string, { account?: string; region?: string; resources: Json }>, logicalId = 'Orders') => {
    const model = new TemplateModel(Object.entries(stacks).map(([id, { resources, ...place }]) => ({
      id, name: id, ...place, template: { Resources: resources, Parameters: { Stage: { Type: 'String' } }, Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } } },
    })));
    const verdicts = evaluate(model, RULES);
    const of = (resource: TemplateResource) => verdicts.filter((one) => one.resource === resource)
      .map(({ rule, result }) => ({ rule: rule.id, verdict: result.verdict }));
    return find(modelThreats(model, { of }).threats, 'ZT-THREAT-023', logicalId)?.status;
  };
  const status = (resources: Json, logicalId?: string) => statusIn({ App: { resources } }, logicalId);

  test('is that of a trail of the same account and Region, or of all Regions', () => {
    const [here, home] = [{ account: '111122223333', region: 'eu-west-1' }, { App: { account: '111122223333', region: 'eu-west-1', resources: TABLE } }];
    expect(statusIn({ ...home, Audit: { ...here, resources: { Trail: trail() } } })).toBe('mitigated');
    expect(statusIn({ ...home, Audit: { ...here, region: 'us-east-1', resources: { Trail: trail() } } })).toBe('mitigated');
    expect(statusIn({ ...home, Audit: { ...here, region: 'us-east-1', resources: { Trail: trail({ IsMultiRegionTrail: false }) } } })).toBe('open');
    expect(statusIn({ ...home, Audit: { ...here, account: '444455556666', resources: { Trail: trail() } } })).toBe('open');
    expect(statusIn({ ...home, Audit: { ...here, account: '444455556666', resources: { Trail: trail({ IsOrganizationTrail: true }) } } })).toBe('open');
    expect(statusIn({ ...home, Audit: { resources: { Trail: trail() } } })).toBe('open');
  });

  test('is there in all deployments in which the store is', () => {
    expect(status({ ...TABLE, Trail: trail() })).toBe('mitigated');
    expect(status({ ...TABLE, Trail: { ...trail(), Condition: 'IsProd' } })).toBe('open');
    expect(status({ Orders: { ...TABLE.Orders, Condition: 'IsProd' }, Trail: { ...trail(), Condition: 'IsProd' } })).toBe('mitigated');
  });

  test('is that of a trail that logs, and takes the data of this store', () => {
    const selecting = (...more: Json[]) => trail({ AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }, data('AWS::DynamoDB::Table', ...more)] });
    expect(status({ ...TABLE, Trail: trail({ IsLogging: false }) })).toBe('open');
    expect(status({ ...TABLE, Trail: selecting({ Field: 'readOnly', Equals: ['false'] }) })).toBe('open');
    const both = { ...TABLE, Other: { Type: 'AWS::DynamoDB::Table' }, Trail: selecting({ Field: 'resources.ARN', Equals: [arn('Other')] }) };
    expect([status(both), status(both, 'Other')]).toEqual(['open', 'mitigated']);
  });

  test('of a secret is by management events, and of a database is none', () => {
    const trailAlone = { Trail: trail({ AdvancedEventSelectors: undefined }) };
    expect(status({ Secret: { Type: 'AWS::SecretsManager::Secret' }, ...trailAlone }, 'Secret')).toBe('mitigated');
    expect(status({ ...TABLE, ...trailAlone })).toBe('open');
    expect(status({ Cluster: { Type: 'AWS::RDS::DBCluster' }, Trail: trail() }, 'Cluster')).toBe('open');
  });
});

describe('a threat is asked of what it can be to', () => {
  const layer = { Layer: { Type: 'AWS::Lambda::LayerVersion', Properties: { Content: { S3Bucket: 'b', S3Key: 'k' } } } };

  test('a layer version is what functions pin', () => {
    const by = (layers: unknown[]) => find(threatsOf({ App: { Role: ROLE, Fn: fn({ Layers: layers }), ...layer } }), 'ZT-THREAT-080', 'Layer')?.status;
    expect(by([{ Ref: 'Layer' }])).toBe('mitigated');
    expect(by([{ Ref: 'Layer' }, { Ref: 'AnyOther' }])).toBe('open');
    expect(by([])).toBe('open');
  });

  test('no code runs in a schedule, and some does in a build', () => {
    const schedule = { Type: 'AWS::Scheduler::Schedule', Properties: { ScheduleExpression: 'rate(1 day)', FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: arn('Fn'), RoleArn: arn('Role') } } };
    const threats = threatsOf({ App: { Role: ROLE, Fn: fn(), Daily: schedule, Build: { Type: 'AWS::CodeBuild::Project', Properties: { ServiceRole: arn('Role') } } } });
    expect([find(threats, 'ZT-THREAT-015', 'Daily'), find(threats, 'ZT-THREAT-015', 'Build')?.status]).toEqual([undefined, 'mitigated']);
  });

  test('AWS WAF inspects no requests of VPC Lattice: functions behind it check them by a schema, and the auth policy names callers', () => {
    const service = (Properties: Json, handler: string, principal: unknown = OWN_ACCOUNT) => threatsOf({
      App: {
        Callers: { Type: 'AWS::VpcLattice::AuthPolicy', Properties: { ResourceIdentifier: { Ref: 'Service' }, Policy: allow(principal, 'vpc-lattice-svcs:Invoke') } },
        Role: ROLE,
        Fn: fn({ Handler: handler }),
        Service: { Type: 'AWS::VpcLattice::Service', Properties },
        Targets: { Type: 'AWS::VpcLattice::TargetGroup', Properties: { Type: 'LAMBDA', Targets: [{ Id: arn('Fn') }] } },
        Listener: { Type: 'AWS::VpcLattice::Listener', Properties: { Protocol: 'HTTPS', ServiceIdentifier: { Ref: 'Service' }, DefaultAction: { Forward: { TargetGroups: [{ TargetGroupIdentifier: { Ref: 'Targets' } }] } } } },
      },
    });
    const threats = service({ AuthType: 'NONE' }, 'index.handler');
    expect(find(threats, 'ZT-THREAT-002', 'Service')?.mitigations.map(({ mitigation: { name }, status }) => `${name} ${status}`)).toEqual(['Event schema fail']);
    expect(find(threats, 'ZT-THREAT-004', 'Service')?.status).toBe('open');
    expect(find(service({ AuthType: 'AWS_IAM' }, 'index.handler'), 'ZT-THREAT-004', 'Service')?.status).toBe('mitigated');
    expect(find(service({ AuthType: 'AWS_IAM' }, 'index.handler', '*'), 'ZT-THREAT-004', 'Service')?.status).toBe('open');
    expect(find(service({ AuthType: 'AWS_IAM' }, '/opt/cdk-zero-trust-event-check/index.handler'), 'ZT-THREAT-002', 'Service')?.mitigations.map(({ rules }) => rules.map(({ rule }) => rule))).toEqual([['ZT-LAMBDA-037']]);
  });

  test('API Gateway alone is throttled by stages', () => {
    const siteOf = (type: string) => ({ App: { Site: { Type: type, Properties: { DistributionConfig: { Enabled: true } } } } });
    const names = (type: string) => find(threatsOf(siteOf(type)), 'ZT-THREAT-004', 'Site')?.mitigations.map((one) => one.mitigation.name);
    expect(names('AWS::CloudFront::Distribution')).toEqual(['AWS WAF web ACL']);
    expect(names('AWS::ApiGatewayV2::Route')).toEqual(['Throttling', 'AWS WAF web ACL']);
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
