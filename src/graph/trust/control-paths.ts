import type { Access, Actor, Decision } from './access';
import type { Grants } from './access-edges';
import { mayAnywhere } from './anywhere';
import { nameOf } from './names';
import { Statement, TemplateResource, textOf } from '../../model';
import { ESCALATION_PATHS } from '../../model/escalation-paths';
import { policiesForRole, rolesOf } from '../../model/identity-policies';
import { resourceOf } from '../../model/judge';

/** A way to take over a target. */
export interface Taken {
  /** Of the catalogue, or the action that it takes. */
  readonly path: string;
  readonly decisions: readonly { readonly action: string; readonly decision: Decision }[];
  readonly text: string;
  readonly resource?: TemplateResource;
  /** The role that is won, where the target is not what is taken over. */
  readonly role?: TemplateResource;
  /** Whether the actor gives itself more rights. */
  readonly self?: boolean;
  readonly open?: string;
}

interface Around {
  readonly actor: Actor;
  readonly grants: Grants;
  readonly access: Access;
}

/** Paths by something that exists, by its type. */
const ON_TYPE: Record<string, string[]> = {
  'AWS::AppRunner::Service': ['apprunner-002'],
  'AWS::BedrockAgentCore::CodeInterpreterCustom': ['bedrock-002'],
  'AWS::CloudFormation::Stack': ['cloudformation-002', 'cloudformation-005'],
  'AWS::CodeBuild::Project': ['codebuild-002', 'codebuild-003'],
  'AWS::EC2::Instance': ['ec2-002', 'ec2instanceconnect-003', 'ssm-001', 'ssm-002'],
  'AWS::EC2::LaunchTemplate': ['ec2-004'],
  'AWS::Glue::DevEndpoint': ['glue-002'],
  'AWS::Lambda::Function': ['lambda-003', 'lambda-004', 'lambda-005'],
  'AWS::SageMaker::NotebookInstance': ['sagemaker-004', 'sagemaker-005'],
  'AWS::IAM::User': ['iam-002', 'iam-003', 'iam-004', 'iam-006', 'iam-015', 'iam-018'],
};
const ACTIONS = new Map(ESCALATION_PATHS.map(({ id, actions }) => [id, actions]));
/** Further changes of what runs, by one action. */
const CHANGES = ['lambda:UpdateFunctionConfiguration', 'codebuild:UpdateProject', 'codepipeline:UpdatePipeline', 'states:UpdateStateMachine', 'glue:UpdateJob'];
/** By which a policy, a key or a control is changed, the worst first. */
const POLICIES = ['kms:PutKeyPolicy', 'kms:CreateGrant', 's3:PutBucketPolicy', 's3:PutBucketAcl', 's3:PutBucketPublicAccessBlock', 'sqs:SetQueueAttributes', 'sqs:AddPermission', 'sns:SetTopicAttributes', 'sns:AddPermission',
  'secretsmanager:PutResourcePolicy', 'dynamodb:PutResourcePolicy', 'kinesis:PutResourcePolicy', 'lambda:AddPermission', 'events:PutPermission', 'ecr:SetRepositoryPolicy', 'cloudtrail:StopLogging', 'cloudtrail:DeleteTrail',
  'cloudtrail:UpdateTrail', 'cloudtrail:PutEventSelectors', 'guardduty:DeleteDetector', 'guardduty:UpdateDetector'];
/** What a role is taken over by, together with a way to act as it. */
const OF_ROLE = [['iam:PutRolePolicy', 'iam-017', 'iam-021', 'iam-005'], ['iam:AttachRolePolicy', 'iam-014', 'iam-019', 'iam-009']];

/** The ways by which the allowed actions take a target over; the one that takes most of them first. */
export function pathsOn(target: TemplateResource, allowed: ReadonlyMap<string, Decision>, around: Around): Taken[] {
  if (target.type === 'AWS::IAM::Role') return onRole(target, allowed, around);
  if (target.type === 'AWS::IAM::ManagedPolicy') return onManagedPolicy(target, allowed, around);
  if (target.type === 'AWS::IAM::Group') return onGroup(target, allowed, around);
  const taken = (ON_TYPE[target.type] ?? []).flatMap((id) => byPath(id, target, allowed, around));
  if (target.type === 'AWS::IAM::User') return first([...taken, ...onOwnUser(target, allowed, around)]);
  const single = [...CHANGES, ...POLICIES, ...allowed.keys()].find((action) => allowed.has(action));
  const changes = single === undefined ? [] : [one(single, single, target, allowed, `${single} changes ${nameOf(target)}`)];
  const path = first(taken)[0];
  // other rights over the same target belong to the same edge
  const further = [...allowed].filter(([action]) => !path?.decisions.some((have) => have.action === action))
    .map(([action, decision]) => ({ action, decision }));
  return path ? [{ ...path, decisions: [...path.decisions, ...further] }]
    : changes.map((change) => ({ ...change, decisions: [...allowed].map(([action, decision]) => ({ action, decision })) }));
}

function byPath(id: string, target: TemplateResource, allowed: ReadonlyMap<string, Decision>, { actor, grants, access }: Around): Taken[] {
  const decisions: { action: string; decision: Decision }[] = [];
  for (const action of ACTIONS.get(id) ?? []) {
    const onIt = allowed.get(action) ?? onTarget(action, target, actor, grants, access);
    if (onIt.answer === 'no') return [];
    decisions.push({ action, decision: onIt });
  }
  return [{ path: id, decisions, text: `${nameOf(target)} can be taken over by ${decisions.map(({ action }) => action).join(' and ')}`, resource: target }];
}

/** Actions that go with a takeover: on the target, or on anything where they have no target of this type. */
function onTarget(action: string, target: TemplateResource, actor: Actor, grants: Grants, access: Access): Decision {
  const patterns = grants.patterns(target, action);
  const decision = access.decide(actor, target, action, 'either', patterns);
  return decision.answer !== 'no' || !/:(Describe|Create)\w*$/.test(action) ? decision : mayAnywhere(actor, action, access);
}

/** A role is changed and assumed, or lets the actor in. */
function onRole(role: TemplateResource, allowed: ReadonlyMap<string, Decision>, { actor }: Around): Taken[] {
  const bounded = (action: string) => isBoundedBy(allowed.get(action), action, actor);
  const taken: Taken[] = [];
  const isOwn = role === actor.identity.resource;
  for (const [action, withAssume, withTrust, alone] of OF_ROLE) {
    if (!allowed.has(action) || bounded(action)) continue;
    if (isOwn) taken.push({ ...one(alone, action, role, allowed, `${action} gives its own role any right`), self: true });
    else if (allowed.has('sts:AssumeRole')) taken.push(one(withAssume, action, role, allowed, `${action} gives ${nameOf(role)} any right, and it can be assumed`, ['sts:AssumeRole']));
    else if (allowed.has('iam:UpdateAssumeRolePolicy')) taken.push(one(withTrust, action, role, allowed, `${action} gives ${nameOf(role)} any right, and its trust policy can be changed`, ['iam:UpdateAssumeRolePolicy']));
    else taken.push({ ...one(alone, action, role, allowed, `${action} changes what ${nameOf(role)} may do`), role });
  }
  if (!isOwn && allowed.has('iam:UpdateAssumeRolePolicy')) taken.push(one('iam-012', 'iam:UpdateAssumeRolePolicy', role, allowed, `its trust policy can be changed to let ${nameOf(actor.identity.resource)} in`));
  if (!isOwn && allowed.has('sts:AssumeRole')) taken.push(one('sts-001', 'sts:AssumeRole', role, allowed, `${nameOf(role)} can be assumed`, allowed.has('sts:TagSession') ? ['sts:TagSession'] : []));
  const self = taken.filter((path) => path.self);
  return [...self.slice(0, 1), ...first(taken.filter((path) => !path.self)).map((path) => ({ ...path, role }))];
}

/** A new version of a policy changes every role that has it. */
function onManagedPolicy(policy: TemplateResource, allowed: ReadonlyMap<string, Decision>, { actor, grants, access }: Around): Taken[] {
  const action = ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'].find((name) => allowed.has(name));
  if (!action) return [];
  const holder = actor.identity.resource;
  const isOwn = holder.type === 'AWS::IAM::Role' ? policiesForRole(holder).includes(policy) : attachedTo(policy, holder);
  const roles = rolesOf(policy).filter((role) => role !== holder && role.exists());
  const others = roles.flatMap((role): Taken[] => {
    const assume = access.decide(actor, role, 'sts:AssumeRole', 'self', grants.patterns(role, 'sts:AssumeRole'));
    const trust = access.decide(actor, role, 'iam:UpdateAssumeRolePolicy', 'self', grants.patterns(role, 'iam:UpdateAssumeRolePolicy'));
    const [path, further, decision] = assume.answer !== 'no' ? ['iam-016', 'sts:AssumeRole', assume] as const : trust.answer !== 'no' ? ['iam-020', 'iam:UpdateAssumeRolePolicy', trust] as const : ['', '', undefined] as const;
    if (!decision) return [];
    return [{ path, role, resource: policy, text: `a version of ${nameOf(policy)} gives ${nameOf(role)} any right`, decisions: [{ action, decision: allowed.get(action)! }, { action: further, decision }] }];
  });
  return [...isOwn ? [{ ...one('iam-001', action, policy, allowed, `a version of ${nameOf(policy)} gives it any right`), self: true }] : [], ...others];
}

function onGroup(group: TemplateResource, allowed: ReadonlyMap<string, Decision>, { actor }: Around): Taken[] {
  const user = actor.identity.resource;
  if (user.type !== 'AWS::IAM::User') return [];
  const isMember = user.at('Groups').items().some((one_) => resourceOf(one_.value) === group)
    || group.referrers('AWS::IAM::UserToGroupAddition').some((addition) => addition.at('Users').items().some((one_) => resourceOf(one_.value) === user));
  const paths: [string, string, boolean][] = [['iam:AttachGroupPolicy', 'iam-010', isMember], ['iam:PutGroupPolicy', 'iam-011', isMember], ['iam:AddUserToGroup', 'iam-013', !isMember]];
  const found = paths.find(([action, , applies]) => applies && allowed.has(action) && !isBoundedBy(allowed.get(action), action, actor));
  return found ? [{ ...one(found[1], found[0], group, allowed, `${found[0]} gives it more rights`), self: true }] : [];
}

function onOwnUser(user: TemplateResource, allowed: ReadonlyMap<string, Decision>, { actor }: Around): Taken[] {
  if (user !== actor.identity.resource) return [];
  const paths: [string, string][] = [['iam:PutUserPolicy', 'iam-007'], ['iam:AttachUserPolicy', 'iam-008']];
  return paths.filter(([action]) => allowed.has(action) && !isBoundedBy(allowed.get(action), action, actor)).map(([action, id]) => ({ ...one(id, action, user, allowed, `${action} gives it any right`), self: true }));
}

function one(
  path: string, action: string, target: TemplateResource, allowed: ReadonlyMap<string, Decision>, text: string, further: string[] = [],
): Taken {
  return { path, text, resource: target, decisions: [action, ...further].map((name) => ({ action: name, decision: allowed.get(name)! })) };
}

/** Whoever has a longer way has the shorter one, too. */
function first(taken: Taken[]): Taken[] {
  return [...taken].sort((a, b) => Number(a.self ?? false) - Number(b.self ?? false) || b.decisions.length - a.decisions.length).slice(0, 1);
}

/** Whether every statement that allows it asks for a boundary or names the policies, so that what is won stays bounded. */
function isBoundedBy(decision: Decision | undefined, action: string, { identity }: Actor): boolean {
  if (!decision) return false;
  const allowing = identity.policy.statements.filter((held) => held.statement.allows && held.isAbout(action));
  return allowing.length > 0 && allowing.every(({ statement }) => statement.conditions.some(bounds));
}

function bounds({ operator, key, values }: Statement['conditions'][number]): boolean {
  return /^iam:(permissionsboundary|policyarn)$/.test(key) && /^(String|Arn)(Equals|Like)$/.test(operator) && values.length > 0
    && values.every((value) => !/^\*?$/.test(textOf(value) ?? '') && !/:policy\/(AdministratorAccess|IAMFullAccess|PowerUserAccess)$/.test(textOf(value) ?? ''));
}

function attachedTo(policy: TemplateResource, user: TemplateResource): boolean {
  return policy.at('Users').items().some((item) => resourceOf(item.value) === user) || user.at('ManagedPolicyArns').items().some((item) => resourceOf(item.value) === policy);
}
