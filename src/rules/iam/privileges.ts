import { ADMINISTRATOR_POLICY, ESCALATING, isBounded } from './escalation';
import type { Identity } from './identities';
import { nameIn, reachOf } from './names';
import { describe, lastTargetOf, Statement, TemplateResource, textOf, Value } from '../../model';
import { globMatches } from '../../model/glob';
import { statementsForRole } from '../../model/identity-policies';
import { resourceOf } from '../../model/judge';
import { remembered } from '../../model/remembered';

/** Policies of AWS for what each function does anyway. */
const BASIC = /:policy\/service-role\/(AWSLambda(Basic|VPCAccess)ExecutionRole|AWSXRayDaemonWriteAccess)$|:policy\/AWSXRayDaemonWriteAccess$/;
const EACH_FUNCTION_MAY = /^(logs|xray):|^ec2:(\w+networkinterfaces?|(un)?assignprivateipaddresses|describe\w+)$/;
/** What the bootstrapping of the CDK makes, but for the role that only looks up; and roles of AWS that manage whole accounts. */
const DEPLOYMENT_ROLE = /^role\/(.*\/)?(cdk-(?!.*lookup)|cdk\*|OrganizationAccountAccessRole$|AWSControlTowerExecution$)/;

const BOUNDLESS = [...ESCALATING, 'iam:PassRole'];

/** Whether a role is as good as an administrator: by a policy of AWS, by permissions on everything, or by those that widen themselves. */
export const isAdministrator = remembered(readIsAdministrator);

function readIsAdministrator(role: TemplateResource): boolean {
  if (role.at('ManagedPolicyArns').items().some((arn) => ADMINISTRATOR_POLICY.test(textOf(arn.value) ?? ''))) return true;
  return statementsForRole(role).statements.some((statement) => statement.allows && !isBounded(statement) && isBoundless(statement));
}

/** Whether an ARN names one of the roles that deploy. */
export function isDeploymentRole(value: Value): boolean {
  return DEPLOYMENT_ROLE.test(nameIn(value));
}

/** The first permission of a role that an identity lacks: `undefined` when whoever takes the role over wins nothing. */
export function gainOf(identity: Identity, role: TemplateResource): string | undefined {
  if (role === identity.role) return undefined;
  if (isAdministrator(role)) return 'administrator';
  const policies = (one?: TemplateResource) => (one?.at('ManagedPolicyArns').items() ?? []).map((arn) => describe(arn.value));
  const further = role.at('ManagedPolicyArns').items().filter((arn) => !resourceOf(arn.value) && !BASIC.test(textOf(arn.value) ?? ''))
    .map((arn) => describe(arn.value)).find((arn) => !policies(identity.role).includes(arn));
  if (further) return further;
  const { statements, readable } = statementsForRole(role);
  if (!readable) return 'permissions that are not known before deployment';
  for (const statement of statements.filter(({ allows }) => allows)) {
    const action = statement.actions.find((one) => !EACH_FUNCTION_MAY.test(one) && !hasAlready(identity, one, statement));
    if (action) return `${action} on ${statement.resources.map(describe).join(', ')}`;
  }
  return undefined;
}

/** The role that something runs with: what changes its code, or runs commands in it, acts as that role. */
export function roleBehind(value: Value): TemplateResource | undefined {
  const resource = lastTargetOf(value)?.resource;
  if (!resource) return undefined;
  if (resource.type === 'AWS::IAM::Role') return resource;
  if (['AWS::Lambda::Alias', 'AWS::Lambda::Version'].includes(resource.type)) return roleBehind(resource.at('FunctionName').value);
  const profile = resourceOf(resource.at('IamInstanceProfile').value, 'AWS::IAM::InstanceProfile');
  const places = [['Role'], ['ServiceRole'], ['RoleArn'], ['ExecutionRoleArn'], ['InstanceConfiguration', 'InstanceRoleArn']].map((path) => resource.at(...path));
  return [...places, ...(profile ? profile.at('Roles').items() : [])].map((place) => resourceOf(place.value, 'AWS::IAM::Role')).find((role) => role !== undefined);
}

function isBoundless(statement: Statement): boolean {
  const wide = statement.hasNotResource || statement.resources.some((value) => reachOf(value) !== 'named');
  return wide && (statement.hasNotAction || statement.coveredOf(BOUNDLESS).length > 0);
}

function hasAlready({ statements }: Identity, action: string, { resources }: Statement): boolean {
  const own = statements.filter((one) => one.allows && !one.hasNotResource && one.conditions.length === 0 && one.covers([action]))
    .flatMap((one) => one.resources.map((value) => textOf(value) ?? ''));
  return resources.length > 0 && resources.every((value) => own.some((pattern) => pattern !== '' && globMatches(pattern, textOf(value) ?? '')));
}
