import type { Call } from './call';
import { FunctionCode } from './function-code';
import { companionsOf } from './sdk-actions';
import { describe, Expression, Statement, TemplateResource, Value } from '../../model';
import { globMatches } from '../../model/glob';
import { statementsForRole } from '../../model/identity-policies';
import { resourceOf } from '../../model/judge';

/** A right of a function that its code does not use. */
export interface UnusedGrant {
  /** As the policy writes it, in lower case. */
  readonly action: string;
  /** What it is on, as the policy tells it. */
  readonly resources: readonly string[];
  /** Whether all code was read, and nothing in it may call the service unseen. */
  readonly certain: boolean;
}

/** A call that no policy of the function allows. */
export interface MissingGrant {
  readonly action: string;
  readonly call: Call;
  /** Whether the call is made for certain, and no other policy may allow it. */
  readonly certain: boolean;
}

/** What the code of a function calls, held against what its role may. */
export interface FunctionNeeds {
  readonly fn: TemplateResource;
  readonly calls: readonly Call[];
  readonly unused: readonly UnusedGrant[];
  readonly missing: readonly MissingGrant[];
  /** What of the code was not read: sentences. */
  readonly unread: readonly string[];
}

/**
 * Rights that Lambda uses for the function, or that come with another one: no code calls them. Writing logs and traces, the network interfaces of
 * its VPC, keys behind what it reads and writes, a mounted file system.
 */
const OF_THE_PLATFORM = [
  'logs:createloggroup', 'logs:createlogstream', 'logs:putlogevents', 'xray:put*', 'xray:getsampling*', 'ec2:*networkinterface*', 'ec2:*privateipaddresses',
  'ec2:describesubnets', 'ec2:describesecuritygroups', 'ec2:describevpcs', 'ec2:getsecuritygroupsforvpc', 'kms:*', 'elasticfilesystem:client*',
];
/** Rights by which Lambda takes events for the function. */
const POLLING = [
  'sqs:receivemessage', 'sqs:deletemessage*', 'sqs:getqueueattributes', 'sqs:getqueueurl', 'sqs:changemessagevisibility*', 'kinesis:describestream',
  'kinesis:describestreamsummary', 'kinesis:getrecords', 'kinesis:getsharditerator', 'kinesis:listshards', 'kinesis:liststreams', 'kinesis:subscribetoshard',
  'dynamodb:describestream', 'dynamodb:getrecords', 'dynamodb:getsharditerator', 'dynamodb:liststreams', 'kafka:*', 'kafka-cluster:*', 'mq:describebroker',
];
/** Rights by which Lambda delivers what failed, or was answered. */
const DELIVERING = ['sqs:sendmessage', 'sns:publish', 'lambda:invokefunction', 'events:putevents', 's3:putobject', 's3:listbucket'];

/** Every function of a model whose role is in the templates, with what it needs. */
export function needsOf(functions: TemplateResource[], code: FunctionCode = new FunctionCode()): FunctionNeeds[] {
  return functions.flatMap((fn) => {
    const role = resourceOf(fn.at('Role').value, 'AWS::IAM::Role');
    return role ? [compare(fn, role, code)] : [];
  });
}

function compare(fn: TemplateResource, role: TemplateResource, code: FunctionCode): FunctionNeeds {
  const { calls, hidden, unread } = code.callsOf(fn);
  const { statements, readable } = statementsForRole(role);
  const allowing = statements.filter(({ allows }) => allows);
  const isHidden = (action: string) => hidden.has('*') || hidden.has(action.slice(0, action.indexOf(':')));
  const unused = unusedOf(fn, allowing, calls).map((grant) => ({ ...grant, certain: unread.length === 0 && !isHidden(grant.action) }));
  const assumed = allowing.flatMap((statement) => (statement.coveredOf(['sts:AssumeRole']).length > 0 ? rolesIn(statement.resources) : []));
  const all = [...allowing, ...assumed.flatMap((one) => statementsForRole(one).statements.filter(({ allows }) => allows))];
  // others may allow it: a policy that is not in the templates, or the policy of what is called
  const closed = readable && role.at('ManagedPolicyArns').items().every(({ value }) => resourceOf(value, 'AWS::IAM::ManagedPolicy'));
  const isCertain = (call: Call) => call.certain && closed && !isNamedByOthers(role) && isConfigured(fn, call);
  const missing = calls.flatMap((call) => notAllowed(call, all).map((action) => ({ action, call, certain: isCertain(call) })));
  return { fn, calls, unused, missing: once(missing), unread };
}

function unusedOf(fn: TemplateResource, statements: Statement[], calls: readonly Call[]): Omit<UnusedGrant, 'certain'>[] {
  const used = calls.flatMap(({ actions, oneOf }) => [...actions, ...oneOf, ...actions.flatMap(companionsOf)]);
  const called = used.map((action) => action.toLowerCase());
  const mapped = fn.referrers('AWS::Lambda::EventSourceMapping').map((mapping) => mapping.at('EventSourceArn'));
  const polled = targetsOf(mapped);
  const sources = new Set([...polled].map(({ type }) => type.split('::')[1].toLowerCase()));
  const configs = fn.referrers('AWS::Lambda::EventSourceMapping', 'AWS::Lambda::EventInvokeConfig');
  const delivered = targetsOf([
    fn.at('DeadLetterConfig', 'TargetArn'),
    ...configs.flatMap((one) => [one.at('DestinationConfig', 'OnFailure', 'Destination'), one.at('DestinationConfig', 'OnSuccess', 'Destination')]),
  ]);
  const byAction = new Map<string, Set<string>>();
  for (const statement of statements.filter(({ hasNotAction }) => !hasNotAction)) {
    const targets = statement.resources.map((value) => resourceOf(value));
    const isAllOf = (some: Set<TemplateResource>) => targets.length > 0 && targets.every((target) => target !== undefined && some.has(target));
    // the ARN of a stream is often cut into its parts, which nothing knows before deployment
    const mayBePolled = (action: string) => targets.every((target) => target === undefined || polled.has(target)) && sources.has(action.slice(0, action.indexOf(':')));
    for (const action of statement.actions) {
      const ofLambda = isOneOf(OF_THE_PLATFORM, action) || (isOneOf(POLLING, action) && (isAllOf(polled) || mayBePolled(action)))
        || ((isOneOf(DELIVERING, action) || isNarrow(action, DELIVERING)) && isAllOf(delivered));
      if (ofLambda || called.some((one) => globMatches(action, one))) continue;
      const on = byAction.get(action) ?? new Set();
      statement.resources.forEach((value) => on.add(describe(value)));
      byAction.set(action, on);
    }
  }
  return [...byAction].map(([action, resources]) => ({ action, resources: [...resources] }));
}

/** Those actions of a call that nothing allows, on anything. Of alternatives one is enough. */
function notAllowed({ actions, oneOf }: Call, statements: Statement[]): string[] {
  const isAllowed = (action: string) => statements.some((statement) => statement.hasNotAction || statement.covers([action]));
  return [...actions.filter((action) => !isAllowed(action)), ...(oneOf.length > 0 && !oneOf.some(isAllowed) ? [oneOf.join(' or ')] : [])];
}

/** Whether the function has the variables that stand in the call: without them code for a case that this function is not in would be called a fault. */
function isConfigured(fn: TemplateResource, { variables }: Call): boolean {
  const given = new Set(fn.at('Environment', 'Variables').entries().map(([name]) => name));
  return variables.every((name) => given.has(name) || /^(AWS|LAMBDA)_|^_HANDLER$/.test(name));
}

function once(missing: MissingGrant[]): MissingGrant[] {
  const byPlace = new Map(missing.map((one) => [`${one.action}|${one.call.file}|${one.call.line}`, one]));
  return [...byPlace.values()];
}

function targetsOf(expressions: Expression[]): Set<TemplateResource> {
  return new Set(expressions.map(({ value }) => resourceOf(value)).filter((one): one is TemplateResource => one !== undefined));
}

function rolesIn(values: Value[]): TemplateResource[] {
  return values.map((value) => resourceOf(value, 'AWS::IAM::Role')).filter((one): one is TemplateResource => one !== undefined);
}

/** Whether the policy of something else may name the role as its principal. */
function isNamedByOthers(role: TemplateResource): boolean {
  return role.referrers().some(({ type }) => /Policy$/.test(type) && !type.startsWith('AWS::IAM::'));
}

/** `sqs:SendMessage*`: all that begins like one of them. */
function isNarrow(action: string, names: string[]): boolean {
  return /:\w{4,}\*$/.test(action) && names.some((name) => globMatches(action, name));
}

function isOneOf(patterns: string[], action: string): boolean {
  return patterns.some((pattern) => globMatches(pattern, action));
}

