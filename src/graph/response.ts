import { Expression, Statement, TemplateModel, TemplateResource, textOf, Value } from '../model';
import { statementsForRole } from '../model/identity-policies';
import { isNotEmpty, isOneOf, isThere, resourceOf } from '../model/judge';
import { attachedStatements } from '../model/resource-policies';
import type { RuleResult } from '../model/rule-result';

/** What of an app acts on the events of a rule: functions, state machines, runbooks, with all that these start. */
export interface Reached {
  readonly actors: TemplateResource[];
  /** ARNs of what acts in another app, whose templates are not here. */
  readonly elsewhere: string[];
  /** Why the rest does not act, or is not known to. */
  readonly broken: string[];
  readonly unclear: string[];
}

export const FUNCTION = 'AWS::Lambda::Function';
export const MACHINE = 'AWS::StepFunctions::StateMachine';
const QUALIFIED = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'];
const DOCUMENT = 'AWS::SSM::Document';
const QUEUE = 'AWS::SQS::Queue';
const TOPIC = 'AWS::SNS::Topic';
const ACTOR_ARN = /^arn:[^:]*:(lambda|states|ssm):/;
/** A topic of another app, or a response plan of Incident Manager. */
const RECEIVER_ARN = /^arn:[^:]*:(sns|ssm-incidents):/;
const EVENTS = /^events\.amazonaws\.com/;
/** Actions by which what acts starts something else that acts. */
const STARTS: Record<string, string> = { [FUNCTION]: 'lambda:InvokeFunction', [MACHINE]: 'states:StartExecution' };
/** Actions by which it tells people other than by a topic: Amazon SES, Incident Manager and OpsCenter of AWS Systems Manager. */
const TELLS = ['ses:SendEmail', 'ses:SendRawEmail', 'ssm-incidents:StartIncident', 'ssm:CreateOpsItem'];
const ENABLED = [undefined, 'ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'];

/** Services that send findings as events, and the source of findings of this library. */
export const FINDING_SOURCES = ['aws.guardduty', 'aws.securityhub', 'zero-trust'];

/** The event rules of an app that match findings, disabled ones included. */
export function findingRules(model: TemplateModel): TemplateResource[] {
  return model.worlds.remember(model.resources, () => model.ofType('AWS::Events::Rule').filter((rule) => rule.exists()
    && rule.at('EventPattern', 'source').items().some(({ value }) => FINDING_SOURCES.includes(textOf(value) ?? '')) && takesFindings(rule)), findingRules);
}

/** Amazon GuardDuty sends results of scans too, which workloads wait for. */
function takesFindings(rule: TemplateResource): boolean {
  const types = rule.at('EventPattern', 'detail-type').items();
  return types.length === 0 || types.some(({ value }) => value.kind !== 'known' || /finding/i.test(textOf(value) ?? 'finding'));
}

/** What of an app acts on findings. */
export function responders(model: TemplateModel): TemplateResource[] {
  return model.worlds.remember(model.resources, () => [...new Set(findingRules(model).flatMap((rule) => reachedBy(rule).actors))], responders);
}

/** The role that a function or a state machine acts with, where it is of the app. */
export function roleOf(actor: TemplateResource): TemplateResource | undefined {
  return resourceOf(actor.at(actor.type === FUNCTION ? 'Role' : 'RoleArn').value, 'AWS::IAM::Role');
}

/** Whether EventBridge runs a rule or a schedule. */
export function isEnabled(rule: TemplateResource): RuleResult {
  return isOneOf(rule.at('State'), ENABLED, 'it is disabled');
}

/** What acts on the events of a rule, from its targets on, as far as permissions let it. */
export function reachedBy(rule: TemplateResource): Reached {
  const reached: Reached = { actors: [], elsewhere: [], broken: [], unclear: [] };
  for (const target of rule.at('Targets').items()) followTarget(rule, target, reached);
  if (rule.at('Targets').value.kind === 'unknown') reached.unclear.push('its targets are not known before deployment');
  // grows while what is started starts more
  for (let at = 0; at < reached.actors.length; at++) for (const next of startedBy(reached.actors[at])) add(reached, next);
  return reached;
}

function followTarget(rule: TemplateResource, target: Expression, reached: Reached): void {
  const arn = target.at('Arn').value;
  const resource = resourceOf(arn);
  if (!resource) {
    const text = textOf(arn) ?? '';
    if (arn.kind === 'known' && ACTOR_ARN.test(text)) reached.elsewhere.push(text);
    else if (arn.kind === 'unknown') reached.unclear.push('a target is not known before deployment');
    return;
  }
  const actor = actorOf(resource);
  if (actor || resource.type === QUEUE) {
    const delivered = mayDeliver(rule, target, resource);
    if (delivered !== undefined) reached.broken.push(delivered);
    else if (actor) add(reached, actor);
    else readersOf(resource, reached);
  } else if (resource.type === TOPIC) {
    // a topic acts through the functions and queues that subscribe to it
    for (const subscription of subscriptionsOf(resource)) {
      const endpoint = resourceOf(subscription.at('Endpoint').value);
      const subscriber = endpoint && actorOf(endpoint);
      if (subscriber) add(reached, subscriber);
      else if (endpoint?.type === QUEUE) readersOf(endpoint, reached);
    }
  }
}

function actorOf(resource: TemplateResource): TemplateResource | undefined {
  if (QUALIFIED.includes(resource.type)) return resourceOf(resource.at('FunctionName').value, FUNCTION);
  return [FUNCTION, MACHINE, DOCUMENT].includes(resource.type) ? resource : undefined;
}

function add(reached: Reached, actor: TemplateResource): void {
  if (reached.actors.includes(actor) || !actor.exists()) return;
  if (actor.type === FUNCTION && textOf(actor.at('ReservedConcurrentExecutions').value) === '0') reached.broken.push(`${actor.name} has a reserved concurrency of 0`);
  else reached.actors.push(actor);
}

/** A queue between keeps findings until a function has taken them. */
function readersOf(queue: TemplateResource, reached: Reached): void {
  const mappings = queue.referrers('AWS::Lambda::EventSourceMapping').filter((mapping) => resourceOf(mapping.at('EventSourceArn').value) === queue);
  for (const mapping of mappings) {
    const enabled = isOneOf(mapping.at('Enabled'), [undefined, 'true'], `the event source mapping of ${queue.name} is disabled`);
    const fn = resourceOf(mapping.at('FunctionName').value);
    const reader = fn && actorOf(fn);
    if (enabled.verdict === 'fail') reached.broken.push(enabled.finding);
    else if (enabled.verdict === 'unknown') reached.unclear.push(enabled.finding);
    else if (reader) add(reached, reader);
    else reached.unclear.push(`which function reads ${queue.name} is not known before deployment`);
  }
  if (mappings.length === 0) reached.broken.push(`no function reads ${queue.name}`);
}

/** Why EventBridge may not deliver what a rule matches to a target; `undefined` where it may. */
function mayDeliver(rule: TemplateResource, target: Expression, resource: TemplateResource): string | undefined {
  const may = resource.type === QUEUE ? takesEvents(resource, rule)
    : resource.type === FUNCTION || QUALIFIED.includes(resource.type) ? isInvokedByEvents(resource, rule) : false;
  return may || isThere(target.at('RoleArn')) ? undefined : `EventBridge has no permission for ${resource.name}`;
}

function isInvokedByEvents(resource: TemplateResource, rule: TemplateResource): boolean {
  const permissions = resource.referrers('AWS::Lambda::Permission').filter((permission) => resourceOf(permission.at('FunctionName').value) === resource);
  return permissions.some((permission) => EVENTS.test(textOf(permission.at('Principal').value) ?? '') && mayBe(permission.at('SourceArn').value, rule));
}

function takesEvents(queue: TemplateResource, rule: TemplateResource): boolean {
  const { statements } = attachedStatements(queue, 'AWS::SQS::QueuePolicy', 'Queues');
  return statements.some((statement) => statement.allows && statement.covers(['sqs:SendMessage'])
    && statement.principals.some(({ type, value }) => type === 'Service' && EVENTS.test(textOf(value) ?? ''))
    && statement.conditions.filter(({ key }) => key === 'aws:sourcearn').every(({ values }) => values.some((value) => mayBe(value, rule))));
}

/** Whether a source is the rule, as far as the template tells. */
function mayBe(source: Value, rule: TemplateResource): boolean {
  const resource = resourceOf(source);
  return resource === undefined || resource === rule;
}

/** Functions and state machines that the role of one may start. */
export function startedBy(actor: TemplateResource): TemplateResource[] {
  const allowed = allowedTo(actor);
  return Object.entries(STARTS).flatMap(([type, action]) => allowed.filter((statement) => statement.covers([action]))
    .flatMap(({ resources }) => resources).flatMap((value) => namedActors(value, type)));
}

function namedActors(value: Value, type: string): TemplateResource[] {
  const resource = resourceOf(value);
  const actor = resource && actorOf(resource);
  return actor?.type === type ? [actor] : [];
}

function allowedTo(actor: TemplateResource): Statement[] {
  const role = roleOf(actor);
  return role ? statementsForRole(role).statements.filter(({ allows }) => allows) : [];
}

/** Whether what acts on the events of a rule, or a target of the rule itself, tells people, with the topics of the app that it does so by. */
export function receiverOf(actors: TemplateResource[], rule: TemplateResource): { readonly told: boolean; readonly topics: TemplateResource[] } {
  const allowed = actors.flatMap(allowedTo);
  const named = [
    ...allowed.filter((statement) => statement.covers(['sns:Publish'])).flatMap(({ resources }) => resources),
    ...rule.at('Targets').items().map((target) => target.at('Arn').value),
  ];
  const topics = [...new Set(named.map((value) => resourceOf(value, TOPIC)).filter((topic) => topic !== undefined))];
  const told = allowed.some((statement) => statement.coveredOf(TELLS).length > 0)
    || named.some((value) => value.kind === 'known' && RECEIVER_ARN.test(textOf(value) ?? ''))
    || topics.some((topic) => topic.at('Subscription').items().length > 0 || subscriptionsOf(topic).length > 0);
  return { told, topics };
}

function subscriptionsOf(topic: TemplateResource): TemplateResource[] {
  return topic.referrers('AWS::SNS::Subscription').filter((one) => resourceOf(one.at('TopicArn').value) === topic
    && isNotEmpty(one.at('Endpoint'), '').verdict === 'pass');
}
