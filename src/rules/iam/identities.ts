import { Statement, statementsOf, TemplateResource, textOf } from '../../model';
import { grantsNothing, ownStatements, POLICY_TYPES, rolesOf, statementsForRole } from '../../model/identity-policies';
import { remembered } from '../../model/remembered';
import type { AttachedStatements } from '../../model/resource-policies';

/** Who has permissions: code that serves requests, something that deploys, or people and other accounts. */
export type Kind = 'workload' | 'deployer' | 'person';

export interface Identity extends AttachedStatements {
  readonly kind: Kind;
  readonly role?: TemplateResource;
}

/** Services that deploy: to change code and pass roles is what they are there for. */
const DEPLOYING = /^(codepipeline|codebuild|codedeploy|cloudformation|servicecatalog|amplify|imagebuilder)\.amazonaws\.com$/;
const NO_PIPELINES = /cognito-identity|oidc\.eks\.|:saml-provider\//;

/**
 * All that an identity may do, by every policy that it has: permissions that are harmless one by one are not together.
 * `undefined` for a policy that grants nothing, or whose roles are here and are judged themselves.
 */
export const identityOf = remembered(readIdentityOf);

function readIdentityOf(resource: TemplateResource): Identity | undefined {
  if (resource.type === 'AWS::IAM::Role') return { ...statementsForRole(resource), kind: kindOf(resource), role: resource };
  if (grantsNothing(resource)) return undefined;
  const forOthers = !POLICY_TYPES.includes(resource.type) || ['Groups', 'Users'].some((list) => resource.at(list).items().length > 0);
  return forOthers || rolesOf(resource).length === 0 ? { ...ownStatements(resource), kind: 'person' } : undefined;
}

function kindOf(role: TemplateResource): Kind {
  const principals = (statementsOf(role.at('AssumeRolePolicyDocument')) ?? []).filter(({ allows }) => allows).flatMap((statement) => statement.principals);
  if (principals.length === 0) return 'workload';
  const deploys = principals.every(({ type, value }) => (type === 'Service' ? DEPLOYING.test(textOf(value) ?? '')
    : type === 'Federated' && !NO_PIPELINES.test(textOf(value) ?? '')));
  if (deploys) return 'deployer';
  return principals.every(({ type }) => type === 'AWS' || type === 'Federated') ? 'person' : 'workload';
}

/** The Allow statements for an action, unless it is denied whatever the resource and circumstances. */
export function allowing({ statements }: AttachedStatements, action: string): Statement[] {
  const denied = statements.some((one) => one.denies && one.onEverything && one.conditions.length === 0 && one.covers([action]));
  return denied ? [] : statements.filter((one) => one.allows && one.covers([action]));
}
