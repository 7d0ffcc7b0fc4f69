import { managedPolicies, TAKEOVER_POLICY } from './escalation';
import { allowing, Identity, identityOf } from './identities';
import { isOfService, nameIn, reachOf } from './names';
import { gainOf, isAdministrator, isDeploymentRole, roleBehind } from './privileges';
import { describe, Statement, TemplateResource, textOf, Value } from '../../model';
import { ESCALATION_PATHS } from '../../model/escalation-paths';
import { TYPES_WITH_PERMISSIONS } from '../../model/identity-policies';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** What changes the code that runs with a role: whoever has it has the role. */
const REPLACES_CODE = ['apprunner:UpdateService', 'cloudformation:UpdateStack', 'codebuild:UpdateProject', 'glue:UpdateDevEndpoint',
  'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'];
/** What deploys is there to do these. */
const DEPLOYMENTS = /^(apprunner|cloudformation|codebuild|glue|lambda):/;
/** Actions of a path that name what is taken over, where they are not its first. */
const TARGETED: Record<string, string> = { 'sagemaker-005': 'sagemaker:UpdateNotebookInstance' };
/** What a statement may name besides what is taken over: documents of Systems Manager. */
const COMPANIONS = /:ssm:[^:]*:[^:]*:document\//;
const NARROWING = /^(aws|ssm|ec2|[\w-]+):resourcetag\/|^aws:calledvia(first|last)?$|^lambda:functionarn$|^ec2:osuser$/;
const NARROWING_OPERATORS = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/;
const ASSETS = /^cdk-[^/]*-(container-)?assets-/;

/** By a thing that exists already: each of these actions in a list is needed. */
const EXISTING = [
  ...ESCALATION_PATHS.filter(({ actions }) => !actions.some((action) => /^(iam|sts):/.test(action))),
  { id: 'lambda:UpdateFunctionConfiguration', actions: ['lambda:UpdateFunctionConfiguration'] },
  { id: 'codebuild:UpdateProject', actions: ['codebuild:UpdateProject'] },
  { id: 'lambda:CreateEventSourceMapping', actions: ['lambda:CreateEventSourceMapping'] },
];
/** By a thing that is made for it, with a role that is passed. */
const MADE = ESCALATION_PATHS.filter(({ actions }) => actions.includes('iam:PassRole'))
  .map(({ actions }) => actions.filter((action) => action !== 'iam:PassRole'));
const ASKED = [...new Set([...EXISTING.flatMap(({ id, actions }) => [TARGETED[id] ?? actions[0], ...actions]), ...MADE.flat()])];

export const rule: Rule = {
  id: 'ZT-IAM-020',
  title: 'IAM policies do not allow taking over other workloads, administrator roles or deployments',
  severity: 'high',
  types: TYPES_WITH_PERMISSIONS,
  rationale: 'A principal that can replace the code of a function, run commands on an instance, pass an administrator role to what it creates, assume a deployment '
    + 'role or write to the bucket or repository of assets has the permissions of that other role. Source: pathfinding.cloud.',
  remediation: 'Name the functions, projects and instances, with roles that have no more permissions than this one, or restrict the statement by a condition on '
    + 'aws:ResourceTag; leave deployment to roles of a pipeline.',
  check(resource) {
    const managed = managedPolicies(resource, TAKEOVER_POLICY);
    const identity = identityOf(resource);
    if (!identity) return pass('a permissions boundary, or judged with its roles');
    const mayBeAllowed = new Set(identity.statements.flatMap((statement) => (statement.allows ? statement.coveredOf(ASKED) : [])));
    const isOpen = (actions: string[]) => actions.every((action) => mayBeAllowed.has(action) && allowing(identity, action).length > 0);
    return every(
      managed.length === 0 || identity.kind === 'deployer' ? pass() : fail('an AWS managed policy allows taking over other workloads', managed.join(', ')),
      identity.readable ? pass() : unknown('its statements are not known before deployment'),
      ...EXISTING.filter(({ actions }) => isOpen(actions)).flatMap((path) => byExisting(path, identity)),
      ...MADE.filter(isOpen).map((others) => byPassedRole(others, identity)),
      ...allowing(identity, 'sts:AssumeRole').map((statement) => assumes(statement, identity)),
      ...allowing(identity, 's3:PutObject').map((statement) => writesAssets(statement, identity)),
      ...allowing(identity, 'ecr:PutImage').map((statement) => writesImages(statement, identity)),
    );
  },
};

function byExisting({ id, actions }: { id: string; actions: string[] }, identity: Identity): RuleResult[] {
  const target = TARGETED[id] ?? actions[0];
  if (identity.kind === 'deployer' && DEPLOYMENTS.test(target)) return [];
  return allowing(identity, target).map((statement) => takes(statement, target, identity));
}

function takes(statement: Statement, action: string, identity: Identity): RuleResult {
  if (statement.conditions.some(narrows)) return pass();
  if (statement.hasNotResource) return fail(`it allows ${action} on any resource`, 'NotResource');
  return every(pass(), ...statement.resources.filter((value) => isOfService(action, value) && !COMPANIONS.test(textOf(value) ?? '')).map((value) => taken(value, action, identity)));
}

function taken(value: Value, action: string, identity: Identity): RuleResult {
  const reach = reachOf(value);
  const replaces = REPLACES_CODE.includes(action);
  if (reach === 'any') return fail(`it allows ${action} on any resource`, describe(value));
  if (identity.kind !== 'workload') return pass(describe(value));
  const role = roleBehind(value);
  if (role) {
    const gain = replaces ? gainOf(identity, role) : role !== identity.role && isAdministrator(role) && 'administrator';
    return gain ? fail(`it allows ${action} on a resource whose role has more permissions`, `${describe(value)}: ${gain}`) : pass(describe(value));
  }
  if (!replaces) return pass(describe(value));
  return reach === 'prefix' ? fail(`it allows ${action} on any resource of a prefix`, describe(value))
    : unknown(`it allows ${action} on a resource whose role is not in the templates`, describe(value));
}

function byPassedRole(others: string[], identity: Identity): RuleResult {
  if (identity.kind === 'deployer') return pass();
  const passed = allowing(identity, 'iam:PassRole').flatMap(({ resources }) => resources).filter((value) => isStronger(value, identity));
  return passed.length === 0 ? pass() : fail(`it allows iam:PassRole on an administrator role with ${others.join(', ')}`, passed.map(describe).join(', '));
}

/** A role that is for the taking by whoever may assume it; its trust policy has a say only where it is named. */
function assumes(statement: Statement, identity: Identity): RuleResult {
  if (statement.conditions.some(narrows)) return pass();
  const open = statement.hasNotResource || statement.resources.some((value) => isOfService('sts:AssumeRole', value) && reachOf(value) === 'any');
  if (open) return fail('it allows sts:AssumeRole on any role', statement.resources.map(describe).join(', ') || 'NotResource');
  const stronger = identity.kind === 'workload' ? statement.resources.filter((value) => isStronger(value, identity)) : [];
  return stronger.length === 0 ? pass() : fail('it allows sts:AssumeRole on a role that deploys or administers', stronger.map(describe).join(', '));
}

function isStronger(value: Value, identity: Identity): boolean {
  const role = resourceOf(value, 'AWS::IAM::Role');
  return role ? role !== identity.role && isAdministrator(role) : isDeploymentRole(value);
}

/** What is written to where code is deployed from runs at the next deployment. */
function writesAssets(statement: Statement, identity: Identity): RuleResult {
  if (identity.kind !== 'workload') return pass();
  const holdsCode = (bucket?: TemplateResource) => bucket !== undefined && bucket.referrers('AWS::Lambda::Function')
    .some((fn) => resourceOf(fn.at('Code', 'S3Bucket').value) === bucket);
  const found = statement.resources.filter((value) => ASSETS.test(nameIn(value)) || holdsCode(resourceOf(value, 'AWS::S3::Bucket')));
  return found.length === 0 ? pass() : fail('it allows writing to a bucket that code is deployed from', found.map(describe).join(', '));
}

/** Tags of images move: what runs the image next has the code that was pushed. */
function writesImages(statement: Statement, identity: Identity): RuleResult {
  if (identity.kind !== 'workload' || statement.conditions.some(narrows)) return pass();
  const isOfAssets = (value: Value) => ASSETS.test(nameIn(value).replace(/^repository\//, ''));
  const found = statement.resources.filter((value) => isOfService('ecr:PutImage', value) && (reachOf(value) === 'any' || isOfAssets(value)));
  return found.length === 0 ? pass() : fail('it allows writing to a repository that images are deployed from', found.map(describe).join(', '));
}

function narrows({ operator, key, values }: Statement['conditions'][number]): boolean {
  return NARROWING_OPERATORS.test(operator) && NARROWING.test(key) && values.length > 0 && values.every((value) => !/^[*?]*$/.test(textOf(value) ?? ''));
}
