import { actionsMatching } from './service-authorization';
import { describe, Statement, TemplateResource, textOf, Value } from '../../model';
import { assumedOnlyBy, grantsNothing, ownStatements, rolesOf, statementsForRole, TYPES_WITH_POLICIES } from '../../model/identity-policies';
import { every, fail, pass, unknown } from '../../model/judge';
import { isOnlyCondition } from '../../model/resource-policies';
import type { Rule, RuleResult } from '../rule';

/** Services in whose ARNs a name comes first, and not a type of resource. */
const NAME_COMES_FIRST = ['codecommit', 'codepipeline', 'execute-api', 's3', 'sns', 'sqs'];
const NARROWING_KEYS = /^(aws|[\w-]+):resourcetag\/|^kms:resourcealiases$|^ec2:(subnet|vpc)$|^lambda:functionarn$/;
/** Operators that fail when the key is not there. */
const NARROWING_OPERATORS = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/;
/**
 * What Lambda does to put a function into a network, before there is an interface to name; what it only describes takes no
 * resource. Source: AWS Lambda developer guide, "Giving Lambda functions access to resources in an Amazon VPC".
 */
const NETWORK_INTERFACES = [
  'ec2:assignprivateipaddresses',
  'ec2:createnetworkinterface',
  'ec2:deletenetworkinterface',
  'ec2:unassignprivateipaddresses',
];

/** They name a dataset for metrics of OpenTelemetry only: those of CloudWatch itself have no resource, and cloudwatch:namespace narrows them. */
const METRICS = ['cloudwatch:getmetricdata', 'cloudwatch:putmetricdata'];

/** They name a lexicon, a terminology or a model of one's own only where the call uses one; without it, they have no resource. */
const CUSTOMISED = [
  'comprehend:detectentities', 'polly:startspeechsynthesistask', 'polly:synthesizespeech', 'rekognition:detectmoderationlabels', 'translate:starttexttranslationjob',
  'translate:translatedocument', 'translate:translatetext',
];

/** Macie makes up the id of a job as it is created, and takes no condition on its tags: what creates jobs, reads and cancels them has no ARN to name. */
const CREATED_UNNAMED = ['macie2:createclassificationjob', 'macie2:describeclassificationjob', 'macie2:updateclassificationjob'];

/** What AWSLambdaBasicExecutionRole allows on every log group, too: the writing of logs, which reads and deletes nothing. See ZT-IAM-023. */
const WRITES_LOGS = ['logs:createloggroup', 'logs:createlogstream', 'logs:describeloggroups', 'logs:describelogstreams', 'logs:putlogevents'];

export const rule: Rule = {
  id: 'ZT-IAM-001',
  title: 'IAM policies allow wildcard resources only for actions without resource-level permissions',
  severity: 'medium',
  types: TYPES_WITH_POLICIES,
  rationale: 'A permission on `*`, or on every table or queue, violates least privilege: it covers every resource of the account. It is '
    + 'right for actions without resource types in the Service Authorization Reference. The network interface actions of Lambda '
    + 'require `*`, and are available to the code of the function too unless they are denied to it.',
  remediation: 'Name the resources, or add a condition on a resource tag (aws:ResourceTag). Add to the network '
    + 'interface actions a Deny of the same actions on `*` under the one condition `Null: '
    + '{lambda:SourceFunctionArn: false}`, in the same policy or in another policy of the same role.',
  check(resource) {
    if (grantsNothing(resource)) return pass('a permissions boundary, which grants nothing');
    const { statements, readable } = ownStatements(resource);
    const allowed = statements.filter((statement) => statement.allows);
    return every(
      readable ? pass() : unknown('its statements are not known before deployment'),
      ...allowed.map(resourceKnown),
      ...allowed.filter((statement) => statement.resources.some(isEverything)).map((statement) => judge(statement, statements, resource)),
    );
  },
};

function resourceKnown(statement: Statement): RuleResult {
  if (statement.hasNotResource) return fail('it allows actions with NotResource', 'NotResource');
  const gaps = statement.resources.filter((value) => value.kind === 'unknown' && !(value.text ?? '').startsWith('arn:'));
  return gaps.length === 0 ? pass() : unknown('an allowed resource is not known before deployment', gaps.map(describe).join(', '));
}

function judge(statement: Statement, own: Statement[], resource: TemplateResource): RuleResult {
  if (statement.hasNotAction) return fail('it allows NotAction on every resource', 'NotAction');
  const named = statement.actions.filter((action) => namesResource(action) && !WRITES_LOGS.includes(action) && !CREATED_UNNAMED.includes(action) && !(action === 'sns:publish' && isRoleOfUserPool(resource)));
  const others = named.filter((action) => !NETWORK_INTERFACES.includes(action));
  if (others.length > 0) {
    return statement.conditions.some(narrowsResource) || writesLogsOfApis(statement, resource) ? pass('by condition') : beyond(statement, others);
  }
  if (named.length === 0 || deniedToCode(own, named)) return pass();

  const roles = rolesOf(resource);
  const held = roles.length > 0 && roles.every((role) => deniedToCode(statementsForRole(role).statements, named));
  return held ? pass('network interface actions, denied to the function code')
    : fail('it allows network interface actions that are not denied to the function code', named.join(', '));
}

/** Whether a statement could name a resource for something that the action matches; so it is taken of an action that is not known. */
function namesResource(action: string): boolean {
  if (METRICS.includes(action) || CUSTOMISED.includes(action)) return false;
  const matched = actionsMatching(action);
  // most descriptions take no resource, so that one statement for all of them has none to name
  if (/^[\w-]+:(describe|list)\w*\*$/.test(action) && matched?.some(({ takesResource }) => !takesResource)) return false;
  return !matched || matched.length === 0 || matched.some(({ takesResource }) => takesResource);
}

function beyond(statement: Statement, actions: string[]): RuleResult {
  const seen = `${actions.join(', ')} on ${statement.resources.filter(isEverything).map(describe).join(', ')}`;
  const areKnown = actions.some((action) => /[*?]/.test(action) || (actionsMatching(action) ?? []).length > 0);
  return areKnown ? fail('it allows actions with resource-level permissions on a wildcard resource', seen)
    : unknown('it allows actions on a wildcard resource, and their resource-level permissions are not known', seen);
}

/** A condition on a tag or network of the resource, or on the function of an event source mapping, which fails where the resource has none. */
export function narrowsResource({ operator, key, values }: Statement['conditions'][number]): boolean {
  return NARROWING_OPERATORS.test(operator) && NARROWING_KEYS.test(key) && values.length > 0 && values.every(
    (value) => value.kind !== 'unknown' && !/^[*?]*$/.test(textOf(value) ?? ''));
}

/** API Gateway names its log groups after it has the role, so that role needs all of them; ZT-APIGATEWAY-006 judges it. */
export function writesLogsOfApis(statement: Statement, resource: TemplateResource): boolean {
  const roles = rolesOf(resource);
  return statement.actions.every((action) => action.startsWith('logs:')) && !statement.onEverything && roles.length > 0
    && roles.every((role) => assumedOnlyBy(role, 'apigateway.amazonaws.com').verdict === 'pass');
}

/** Cognito sends text messages to phone numbers, which have no ARN. Source: Amazon Cognito developer guide, "SMS message settings". */
function isRoleOfUserPool(resource: TemplateResource): boolean {
  const roles = rolesOf(resource);
  return roles.length > 0 && roles.every((role) => assumedOnlyBy(role, 'cognito-idp.amazonaws.com').verdict === 'pass');
}

/** The actions of a statement by which its owner writes to every log group. */
export function writesAllLogs(statement: Statement): string[] {
  if (!statement.allows || !statement.resources.some(isEverything)) return [];
  return statement.actions.filter((action) => WRITES_LOGS.includes(action) && namesResource(action));
}

/** `*`, or an ARN with wildcards where the name of the resource would be: `arn:aws:sqs:*:*:*`, `arn:aws:dynamodb:*:*:table/*`. */
export function isEverything(value: Value): boolean {
  const written = textOf(value) ?? '';
  if (!/[*?]/.test(written)) return false;
  const text = written.replace(/\$\{[^}]*\}/g, 'x');
  const [arn, , service, , , ...rest] = text.split(':');
  if (arn !== 'arn') return /^\*+$/.test(text);
  const name = rest.join(':');
  if (rest.length === 0) return /[*?]$/.test(text);
  // what all functions write to has no more of a name than the service itself
  if (/[*?]/.test(service) || /^log-group:\/aws\/[\w-]+\/[*?:]+$/.test(name)) return true;
  return /[*?]/.test(name) && (NAME_COMES_FIRST.includes(service) ? /^[*?]/ : /^([\w-]*[:/])?[*?/:]+$/).test(name);
}

function deniedToCode(statements: Statement[], actions: string[]): boolean {
  return statements.some((statement) => statement.denies && statement.onEverything && statement.covers(actions)
    && isOnlyCondition(statement, 'Null', 'lambda:sourcefunctionarn', 'false') && statement.resources.every((value) => textOf(value) === '*'));
}
