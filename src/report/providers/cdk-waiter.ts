import { hasOnly, isAssumedOnlyBy, isAt, list, ofFunction, propertiesOf } from './cdk-providers';
import type { TemplateResource } from '../../model';
import { isObject, JsonObject, own } from '../../model/json';

const MACHINE = 'AWS::StepFunctions::StateMachine';
const PLACES = {
  machine: { path: 'waiter-state-machine/Resource' },
  role: { path: 'waiter-state-machine/Role/Resource' },
  policy: { path: 'waiter-state-machine/Role/DefaultPolicy/Resource' },
};
const [CHECK, GIVE_UP] = ['framework-isComplete-task', 'framework-onTimeout-task'];
/** What its role has where its user turns its logs on: they have no resource to name. */
const DELIVERS_LOGS = [
  'logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies', 'logs:GetLogDelivery', 'logs:ListLogDeliveries',
  'logs:PutResourcePolicy', 'logs:UpdateLogDelivery',
];
/** Stands for the ARN of a function in the text of a definition. */
const MARK = 'arn-of:';

/**
 * Why a resource is the state machine by which the provider framework of the CDK waits for a custom resource, or its role or policy: as a
 * sentence without its end. It has no hash: the definition must have the exact shape and call provider functions of the CDK only, and the
 * role must serve nothing else.
 */
export function cdkWaiter(resource: TemplateResource): string | undefined {
  return isWaiter(resource) || isRoleOfWaiter(resource) || isPolicyOfWaiter(resource)
    ? 'it has the exact shape of the state machine by which the provider framework of the CDK waits, or is its role, and calls functions of the framework only' : undefined;
}

function isWaiter(resource: TemplateResource): boolean {
  if (resource.type !== MACHINE || !isAt(resource, PLACES.machine)) return false;
  const properties = propertiesOf(resource, ['DefinitionString', 'LoggingConfiguration', 'RoleArn', 'Tags']);
  const definition = properties && read(properties.DefinitionString);
  const states = own(definition, 'States');
  if (!hasOnly(definition, ['StartAt', 'States']) || definition.StartAt !== CHECK || !hasOnly(states, [CHECK, GIVE_UP])) return false;
  return hasOnly(states[CHECK], ['Catch', 'End', 'Resource', 'Retry', 'Type']) && hasOnly(states[GIVE_UP], ['End', 'Resource', 'Type'])
    && list(states[CHECK].Catch).every((handler) => own(handler, 'Next') === GIVE_UP)
    && [states[CHECK], states[GIVE_UP]].every(({ Type, Resource }) => Type === 'Task' && isOfFramework(resource, Resource));
}

/** The definition, with a mark for each ARN of a function. */
function read(definition: unknown): unknown {
  const parts = list(own(definition, 'Fn::Join'))[1];
  const text = list(parts).map((part) => (typeof part === 'string' ? part : `${MARK}${functionIn(part) ?? ''}`)).join('');
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isOfFramework(near: TemplateResource, arn: unknown): boolean {
  const called = typeof arn === 'string' && arn.startsWith(MARK) ? near.stack.resources.get(arn.slice(MARK.length)) : undefined;
  return called?.type === 'AWS::Lambda::Function' && /^framework-(isComplete|onTimeout)\//.test(ofFunction(called)?.provider.path ?? '');
}

function functionIn(reference: unknown): string | undefined {
  const [logicalId, attribute] = list(own(reference, 'Fn::GetAtt'));
  return attribute === 'Arn' ? String(logicalId) : undefined;
}

function isRoleOfWaiter(role: TemplateResource): boolean {
  if (role.type !== 'AWS::IAM::Role' || !isAt(role, PLACES.role)) return false;
  const properties = propertiesOf(role, ['AssumeRolePolicyDocument', 'PermissionsBoundary', 'Tags']);
  const users = role.referrers().filter(({ type }) => type !== 'AWS::IAM::Policy');
  return properties !== undefined && isAssumedOnlyBy(properties.AssumeRolePolicyDocument, 'states.amazonaws.com') && users.length > 0 && users.every(isWaiter);
}

function isPolicyOfWaiter(policy: TemplateResource): boolean {
  if (policy.type !== 'AWS::IAM::Policy' || !isAt(policy, PLACES.policy)) return false;
  const properties = propertiesOf(policy, ['PolicyDocument', 'PolicyName', 'Roles']);
  const roles = list(properties?.Roles).map((role) => policy.stack.resources.get(String(own(role, 'Ref'))));
  return properties !== undefined && roles.length > 0 && roles.every((role) => role !== undefined && isRoleOfWaiter(role))
    && list(own(properties.PolicyDocument, 'Statement')).every((statement) => isObject(statement) && isOfWaiter(statement, policy));
}

function isOfWaiter(statement: JsonObject, policy: TemplateResource): boolean {
  const actions = list(statement.Action).map(String);
  if (!hasOnly(statement, ['Action', 'Effect', 'Resource', 'Sid'])) return false;
  if (actions.every((action) => DELIVERS_LOGS.includes(action))) return true;
  return actions.every((action) => action === 'lambda:InvokeFunction')
    && list(statement.Resource).every((arn) => isOfFramework(policy, `${MARK}${functionIn(arn) ?? versionIn(arn) ?? ''}`));
}

/** The function of whose versions it is the ARN. */
function versionIn(arn: unknown): string | undefined {
  const [separator, parts] = list(own(arn, 'Fn::Join'));
  const [fn, rest, ...more] = list(parts);
  return separator === '' && rest === ':*' && more.length === 0 ? functionIn(fn) : undefined;
}
