import { buildGraph } from '../../../src/graph/trust/build-graph';
import { TemplateModel } from '../../../src/model';
import { ESCALATION_PATHS } from '../../../src/model/escalation-paths';

const att = (id: string, name = 'Arn') => ({ 'Fn::GetAtt': [id, name] });
const ref = (id: string) => ({ Ref: id });
const resource = (Type: string, Properties: object = {}) => ({ Type, Properties });
const role = (service: string, more: object = {}) => resource('AWS::IAM::Role', {
  AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] }, ...more,
});
const allow = (Action: string | string[], Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });

/** A template in which something can be taken over, and what of it is no way when it is gone. */
interface Vulnerable {
  readonly resources: Record<string, any>;
  readonly statements: any[];
  /** The node that is taken over; `account` for any right in it. */
  readonly to: string;
  /** Who does it, where it is no function. */
  readonly by?: 'user';
  /** The secure twin: another resource, or a statement less. */
  readonly secure: (template: { resources: Record<string, any>; statements: any[] }) => void;
}

const without = (action: string): Vulnerable['secure'] => ({ statements }) => {
  for (const statement of statements) statement.Action = [statement.Action].flat().filter((one: string) => one !== action);
};
const lastOf = (id: string) => [...ESCALATION_PATHS.find((path) => path.id === id)!.actions].pop()!;
const actionsOf = (id: string) => ESCALATION_PATHS.find((path) => path.id === id)!.actions;

const SERVICES: Record<string, string> = { apprunner: 'tasks.apprunner.amazonaws.com', datapipeline: 'datapipeline.amazonaws.com', ecs: 'ecs-tasks.amazonaws.com' };

/** By something that exists: its type, and properties with a role where there is one. */
const EXISTING: Record<string, [type: string, properties: object, arn?: unknown]> = {
  'apprunner-002': ['AWS::AppRunner::Service', { InstanceConfiguration: { InstanceRoleArn: att('VictimRole') } }, att('Victim', 'ServiceArn')],
  'bedrock-002': ['AWS::BedrockAgentCore::CodeInterpreterCustom', { ExecutionRoleArn: att('VictimRole') }, att('Victim', 'CodeInterpreterArn')],
  'cloudformation-002': ['AWS::CloudFormation::Stack', { TemplateURL: 'https://s3.amazonaws.com/bucket/template' }, ref('Victim')],
  'cloudformation-005': ['AWS::CloudFormation::Stack', { TemplateURL: 'https://s3.amazonaws.com/bucket/template' }, ref('Victim')],
  'codebuild-002': ['AWS::CodeBuild::Project', { ServiceRole: att('VictimRole') }],
  'codebuild-003': ['AWS::CodeBuild::Project', { ServiceRole: att('VictimRole') }],
  'ec2-002': ['AWS::EC2::Instance', {}, '*'],
  'ec2-004': ['AWS::EC2::LaunchTemplate', {}, '*'],
  'ec2instanceconnect-003': ['AWS::EC2::Instance', {}, '*'],
  'glue-002': ['AWS::Glue::DevEndpoint', { RoleArn: att('VictimRole'), EndpointName: 'dev' }, 'arn:aws:glue:*:*:devEndpoint/dev'],
  'lambda-003': ['AWS::Lambda::Function', { Role: att('VictimRole') }],
  'lambda-004': ['AWS::Lambda::Function', { Role: att('VictimRole') }],
  'lambda-005': ['AWS::Lambda::Function', { Role: att('VictimRole') }],
  'sagemaker-004': ['AWS::SageMaker::NotebookInstance', { RoleArn: att('VictimRole') }, ref('Victim')],
  'sagemaker-005': ['AWS::SageMaker::NotebookInstance', { RoleArn: att('VictimRole') }, ref('Victim')],
  'ssm-001': ['AWS::EC2::Instance', {}, '*'],
  'ssm-002': ['AWS::EC2::Instance', {}, '*'],
};

function existing(id: string): Vulnerable {
  const [type, properties, arn = att('Victim')] = EXISTING[id];
  // lists and what is made beside the target have no resource to name
  const statements = actionsOf(id).map((action) => allow([action], /Describe|LifecycleConfig$/.test(action) ? '*' : arn));
  return { resources: { Victim: resource(type, properties), VictimRole: role('lambda.amazonaws.com') }, statements, to: 'Stack/Victim', secure: without(actionsOf(id)[0]) };
}

function made(id: string): Vulnerable {
  const service = actionsOf(id)[1].split(':')[0];
  return {
    resources: { Victim: role(SERVICES[service] ?? `${service}.amazonaws.com`) },
    statements: [allow(['iam:PassRole'], att('Victim')), allow(actionsOf(id).filter((action) => action !== 'iam:PassRole'))],
    to: 'Stack/Victim',
    secure: ({ resources }) => { resources.Victim = role('states.amazonaws.com'); },
  };
}

const victim = { Victim: role('ec2.amazonaws.com') };
const assumable = { Victim: resource('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: att('AttackerRole') }, Action: 'sts:AssumeRole' }] } }) };
const policyOf = (roles: string) => ({ Policy: resource('AWS::IAM::ManagedPolicy', { Roles: [ref(roles)], PolicyDocument: { Statement: [allow('s3:ListAllMyBuckets')] } }) });
const user = { Victim: resource('AWS::IAM::User') };
const group = { Group: resource('AWS::IAM::Group') };
const member = { Membership: resource('AWS::IAM::UserToGroupAddition', { GroupName: ref('Group'), Users: [ref('Attacker')] }) };

const onRole = (id: string, resources: Record<string, any>, to: string, target = 'Victim'): Vulnerable => ({ resources, statements: [allow([...actionsOf(id)], att(target))], to, secure: without(actionsOf(id)[0]) });
const onPolicy = (id: string, roles: string, resources: Record<string, any>, to: string): Vulnerable => ({
  resources: { ...resources, ...policyOf(roles) },
  statements: [allow(['iam:CreatePolicyVersion'], ref('Policy')), allow(actionsOf(id).slice(1), att('Victim'))],
  to,
  secure: without('iam:CreatePolicyVersion'),
});
const onUser = (id: string): Vulnerable => ({ resources: user, statements: [allow([...actionsOf(id)], att('Victim'))], to: 'Stack/Victim', secure: without(id === 'iam-015' || id === 'iam-018' ? 'iam:CreateAccessKey' : actionsOf(id)[0]) });
const onItself = (id: string, target: string, resources = {}): Vulnerable => ({ resources, statements: [allow([...actionsOf(id)], att(target))], to: 'account', by: 'user', secure: without(actionsOf(id)[0]) });

const VULNERABLE: Record<string, Vulnerable> = {
  ...Object.fromEntries(Object.keys(EXISTING).map((id) => [id, existing(id)])),
  ...Object.fromEntries(ESCALATION_PATHS.filter(({ actions }) => actions.includes('iam:PassRole')).map(({ id }) => [id, made(id)])),
  'iam-001': { resources: policyOf('AttackerRole'), statements: [allow(['iam:CreatePolicyVersion'], ref('Policy'))], to: 'account', secure: without('iam:CreatePolicyVersion') },
  'iam-002': onUser('iam-002'),
  'iam-003': onUser('iam-003'),
  'iam-004': onUser('iam-004'),
  'iam-005': onRole('iam-005', {}, 'account', 'AttackerRole'),
  'iam-006': onUser('iam-006'),
  'iam-007': onItself('iam-007', 'Attacker'),
  'iam-008': onItself('iam-008', 'Attacker'),
  'iam-009': onRole('iam-009', {}, 'account', 'AttackerRole'),
  'iam-010': onItself('iam-010', 'Group', { ...group, ...member }),
  'iam-011': onItself('iam-011', 'Group', { ...group, ...member }),
  'iam-012': onRole('iam-012', victim, 'Stack/Victim'),
  'iam-013': onItself('iam-013', 'Group', group),
  'iam-014': onRole('iam-014', assumable, 'Stack/Victim'),
  'iam-015': onUser('iam-015'),
  'iam-016': onPolicy('iam-016', 'Victim', assumable, 'Stack/Victim'),
  'iam-017': onRole('iam-017', assumable, 'Stack/Victim'),
  'iam-018': onUser('iam-018'),
  'iam-019': onRole('iam-019', victim, 'Stack/Victim'),
  'iam-020': onPolicy('iam-020', 'Victim', victim, 'Stack/Victim'),
  'iam-021': onRole('iam-021', victim, 'Stack/Victim'),
  'sts-001': { ...onRole('sts-001', assumable, 'Stack/Victim'), secure: ({ resources }) => { resources.Victim = role('ec2.amazonaws.com'); } },
};

function pathsOf(id: string, resources: Record<string, any>, statements: any[], by?: 'user'): string[] {
  const attacker = by === 'user' ? { Attacker: resource('AWS::IAM::User') } : { Attacker: resource('AWS::Lambda::Function', { Role: att('AttackerRole') }), AttackerRole: role('lambda.amazonaws.com') };
  const grants = { Grants: resource('AWS::IAM::ManagedPolicy', { ...by === 'user' ? { Users: [ref('Attacker')] } : { Roles: [ref('AttackerRole')] }, PolicyDocument: { Statement: statements } }) };
  const graph = buildGraph(new TemplateModel([{ id: 'Stack', name: 'Stack', template: { Resources: { ...attacker, ...grants, ...resources } } }]));
  return graph.edges.filter((edge) => edge.kind === 'control' && edge.from.id === 'Stack/Attacker' && edge.path === id).map(({ to }) => (to.kind === 'account' ? 'account' : to.id));
}

test('every path of the catalogue has a template', () => {
  expect(Object.keys(VULNERABLE).sort()).toEqual(ESCALATION_PATHS.map(({ id }) => id).sort());
});

describe.each(Object.entries(VULNERABLE))('%s', (id, { resources, statements, to, by, secure }) => {
  test('is found where the template has it', () => {
    expect(pathsOf(id, resources, statements, by)).toContain(to);
  });

  test('is not found in the secure twin', () => {
    const twin = JSON.parse(JSON.stringify({ resources, statements }));
    secure(twin);
    expect(pathsOf(id, twin.resources, twin.statements, by)).not.toContain(to);
  });

  test('is not found where all of it is denied', () => {
    expect(pathsOf(id, resources, [...statements, { Effect: 'Deny', Action: actionsOf(id), Resource: '*' }], by)).not.toContain(to);
  });
});

test('the last action of a path is needed where a shorter one does not do', () => {
  for (const id of ['lambda-001', 'ecs-004', 'cloudformation-005', 'iam-021', 'ec2-002']) {
    const { resources, statements, by } = VULNERABLE[id];
    const twin = JSON.parse(JSON.stringify({ resources, statements }));
    without(lastOf(id))(twin);
    expect([id, pathsOf(id, twin.resources, twin.statements, by)]).toEqual([id, []]);
  }
});
