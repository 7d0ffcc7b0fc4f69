import type { Draft } from './drafts';
import { behind, known, Permissions, targetOf } from './entrances';
import { GraphNodes, POLICIES_ELSEWHERE } from './graph-nodes';
import { nameOf } from './names';
import type { Texts } from './texts';
import type { GraphNode, Reason } from './trust-graph';
import { roleOf } from './workloads';
import { Expression, Statement, TemplateResource, textOf, Value } from '../../model';
import { statementsForRole } from '../../model/identity-policies';
import { resourceOf } from '../../model/judge';
import type { TemplateModel } from '../../model/template-model';

/** What a delivery does, by the type that it goes to. */
const INTENTS: Record<string, [string, string[]]> = {
  'AWS::Lambda::Function': ['invoke', ['lambda:InvokeFunction']],
  'AWS::StepFunctions::StateMachine': ['invoke', ['states:StartExecution']],
  'AWS::SQS::Queue': ['publish', ['sqs:SendMessage']],
  'AWS::SNS::Topic': ['publish', ['sns:Publish']],
  'AWS::Events::EventBus': ['publish', ['events:PutEvents']],
  'AWS::Kinesis::Stream': ['publish', ['kinesis:PutRecord']],
  'AWS::KinesisFirehose::DeliveryStream': ['publish', ['firehose:PutRecord']],
};

/** The same for what an ARN names, by its service. */
const OUTSIDE_INTENTS: Record<string, [string, string[]]> = Object.fromEntries(Object.entries({
  events: 'AWS::Events::EventBus',
  firehose: 'AWS::KinesisFirehose::DeliveryStream',
  kinesis: 'AWS::Kinesis::Stream',
  lambda: 'AWS::Lambda::Function',
  sns: 'AWS::SNS::Topic',
  sqs: 'AWS::SQS::Queue',
  states: 'AWS::StepFunctions::StateMachine',
}).map(([service, type]) => [service, INTENTS[type]]));

const TRIGGERS = 'LambdaConfig';
/** The service that needs a permission to call a function, by the type that is configured. */
const CALLS_AS: Record<string, string> = {
  'AWS::S3::Bucket': 's3.amazonaws.com',
  'AWS::SNS::Subscription': 'sns.amazonaws.com',
  'AWS::Events::Rule': 'events.amazonaws.com',
  'AWS::Logs::SubscriptionFilter': 'logs.amazonaws.com',
  'AWS::Cognito::UserPool': 'cognito-idp.amazonaws.com',
  'AWS::SecretsManager::RotationSchedule': 'secretsmanager.amazonaws.com',
};

/** Events and messages that are handed over by configuration. */
export class Deliveries {
  public readonly types = [
    'AWS::Lambda::EventSourceMapping', 'AWS::Lambda::Function', 'AWS::Lambda::EventInvokeConfig', 'AWS::SNS::Subscription', 'AWS::SNS::Topic', 'AWS::Events::Rule', 'AWS::Scheduler::Schedule', 'AWS::S3::Bucket',
    'AWS::StepFunctions::StateMachine', 'AWS::Pipes::Pipe', 'AWS::Logs::SubscriptionFilter', 'AWS::SQS::Queue', 'AWS::SecretsManager::RotationSchedule', 'AWS::Cognito::UserPool', 'AWS::CloudWatch::Alarm',
    'AWS::CloudTrail::Trail',
  ];

  constructor(
    private readonly model: TemplateModel,
    private readonly nodes: GraphNodes,
    private readonly texts: Texts,
    private readonly permissions: Permissions,
  ) {}

  public edges(resource: TemplateResource): Draft[] {
    switch (resource.type) {
      case 'AWS::Lambda::EventSourceMapping': return this.mapping(resource);
      case 'AWS::Lambda::Function': return this.each(resource, resource, [resource.at('DeadLetterConfig', 'TargetArn')], 'gets the events that failed', true);
      case 'AWS::Lambda::EventInvokeConfig': return this.destinations(resource);
      case 'AWS::SNS::Subscription': return this.subscription(resource, resourceOf(resource.at('TopicArn').value), resource.at('Endpoint'), known(resource.at('Protocol').value));
      case 'AWS::SNS::Topic': return resource.at('Subscription').items().flatMap((one) => this.subscription(resource, resource, one.at('Endpoint'), known(one.at('Protocol').value)));
      case 'AWS::Events::Rule': return this.rule(resource);
      case 'AWS::Scheduler::Schedule': return this.each(resource, resource, [resource.at('Target', 'Arn')], 'is its target');
      case 'AWS::S3::Bucket': return this.notifications(resource);
      case 'AWS::StepFunctions::StateMachine': return this.tasks(resource);
      case 'AWS::Pipes::Pipe': return this.pipe(resource);
      case 'AWS::Logs::SubscriptionFilter': return this.from(resourceOf(resource.at('LogGroupName').value), resource, [resource.at('DestinationArn')], 'gets its log events');
      case 'AWS::SQS::Queue': return this.each(resource, resource, [resource.at('RedrivePolicy', 'deadLetterTargetArn')], 'gets the messages that failed', true);
      case 'AWS::SecretsManager::RotationSchedule': return this.from(resourceOf(resource.at('SecretId').value), resource, [resource.at('RotationLambdaARN')], 'rotates it');
      case 'AWS::Cognito::UserPool': return this.triggers(resource);
      case 'AWS::CloudWatch::Alarm': return this.each(resource, resource, ['AlarmActions', 'OKActions', 'InsufficientDataActions'].flatMap((name) => resource.at(name).items()), 'is its action', true);
      default: return this.each(resource, resource, [resource.at('S3BucketName'), resource.at('CloudWatchLogsLogGroupArn')], 'gets its records', true, 'write');
    }
  }

  private mapping(mapping: TemplateResource): Draft[] {
    const fn = behind(mapping.at('FunctionName').value);
    const source = resourceOf(mapping.at('EventSourceArn').value);
    if (!fn) return [];
    const disabled = textOf(mapping.at('Enabled').value) === 'false';
    const from = source ? this.nodes.of(source) : this.named(mapping.at('EventSourceArn'));
    if (!from || disabled) return [];
    const to = this.nodes.of(fn);
    return [
      this.draft(from, to, 'invoke', ['lambda:InvokeFunction'], { kind: 'configuration', resource: mapping, text: `${nameOf(mapping)} hands events of ${from.name} over to ${to.name}` }),
      ...this.each(fn, mapping, [mapping.at('DestinationConfig', 'OnFailure', 'Destination')], 'gets the events that failed', true),
    ];
  }

  private destinations(config: TemplateResource): Draft[] {
    const fn = behind(config.at('FunctionName').value);
    if (!fn) return [];
    return [
      ...this.each(fn, config, [config.at('DestinationConfig', 'OnSuccess', 'Destination')], 'gets its results'),
      ...this.each(fn, config, [config.at('DestinationConfig', 'OnFailure', 'Destination')], 'gets the events that failed', true),
    ];
  }

  private subscription(at: TemplateResource, topic: TemplateResource | undefined, endpoint: Expression, protocol: string | undefined): Draft[] {
    const from = topic ? this.nodes.of(topic) : this.named(at.at('TopicArn'));
    if (!from) return [];
    if (protocol !== undefined && /^(https?|email|email-json|sms)$/.test(protocol)) {
      const to = this.nodes.outside(/^http/.test(protocol) ? 'internet' : 'person', textOf(endpoint.value) ?? protocol, `${protocol}:${textOf(endpoint.value) ?? at.logicalId}`);
      return [this.draft(from, to, 'publish', [], { kind: 'configuration', resource: at, text: `${to.name} is subscribed by ${protocol}` })];
    }
    const target = targetOf(endpoint.value);
    if (target && topic) return this.to(from, at, target, 'is subscribed', topic);
    return this.outside(endpoint).map((arn) => this.toOutside(from, at, arn, 'is subscribed'));
  }

  /** A bus or the clock leads to a rule, and the rule to its targets. */
  private rule(rule: TemplateResource): Draft[] {
    if (known(rule.at('State').value) === 'DISABLED') return [];
    const node = this.nodes.of(rule);
    const bus = rule.at('EventBusName');
    const named = resourceOf(bus.value, 'AWS::Events::EventBus');
    const from = named ? this.nodes.of(named) : bus.isAbsent || known(bus.value) === 'default' ? this.nodes.service('events.amazonaws.com') : this.named(bus) ?? this.nodes.service('events.amazonaws.com');
    const schedule = rule.at('ScheduleExpression');
    const text = schedule.isAbsent ? `${node.name} takes events that match its pattern` : `${node.name} runs by schedule`;
    return [
      { ...this.draft(from, node, 'publish', [], { kind: 'configuration', resource: rule, text }), implied: true },
      ...rule.at('Targets').items().flatMap((target) => {
        const to = targetOf(target.at('Arn').value);
        const outside = this.outside(target.at('Arn')).map((arn) => this.toOutside(node, rule, arn, 'is its target'));
        return [...to ? this.to(node, rule, to, 'is its target', rule, target.at('RoleArn')) : outside, ...this.each(rule, rule, [target.at('DeadLetterConfig', 'Arn')], 'gets the events that failed', true)];
      }),
    ];
  }

  private notifications(bucket: TemplateResource): Draft[] {
    const config = bucket.at('NotificationConfiguration');
    const targets = [['LambdaConfigurations', 'Function'], ['QueueConfigurations', 'Queue'], ['TopicConfigurations', 'Topic']]
      .flatMap(([list, name]) => config.at(list).items().map((one) => one.at(name)));
    // as the CDK's own provider sets them up
    const custom = bucket.referrers('Custom::S3BucketNotifications').flatMap((one) => [['LambdaFunctionConfigurations', 'LambdaFunctionArn'], ['QueueConfigurations', 'QueueArn'], ['TopicConfigurations', 'TopicArn']]
      .flatMap(([list, name]) => one.at('NotificationConfiguration', list).items().map((item) => item.at(name))));
    return this.each(bucket, bucket, [...targets, ...custom], 'gets its notifications');
  }

  /** What the definition of a state machine names. */
  private tasks(machine: TemplateResource): Draft[] {
    const named = new Set<TemplateResource>();
    for (const other of this.model.worlds.remember(machine, () => this.inDefinition(machine), this)) named.add(other);
    return [...named].filter((target) => mayCall(machine, target)).flatMap((target) => this.to(this.nodes.of(machine), machine, target, 'is a task of it'));
  }

  private inDefinition(machine: TemplateResource): TemplateResource[] {
    const values: Value[] = [machine.at('DefinitionString').value, ...machine.at('DefinitionSubstitutions').entries().map(([, value]) => value.value)];
    const walk = (expression: Expression, depth: number): void => {
      if (depth > 12) return;
      const { value } = expression;
      if (value.kind === 'reference') values.push(value);
      else for (const item of [...Array.isArray(value.kind === 'known' ? value.value : undefined) ? expression.items() : [], ...expression.entries().map(([, entry]) => entry)]) walk(item, depth + 1);
    };
    walk(machine.at('Definition'), 0);
    const all = values.flatMap((value) => (value.kind === 'reference' ? value.targets.map(({ resource }) => resource) : []))
      .map((one) => (/^AWS::Lambda::(Alias|Version)$/.test(one.type) ? behind(one.at('FunctionName').value) ?? one : one));
    return [...new Set(all)].filter(({ type }) => type in INTENTS && !type.startsWith('AWS::Events'));
  }

  private pipe(pipe: TemplateResource): Draft[] {
    const source = resourceOf(pipe.at('Source').value);
    const from = source ? this.nodes.of(source) : this.named(pipe.at('Source'));
    const node = this.nodes.of(pipe);
    return [
      ...from ? [{ ...this.draft(from, node, 'consume', [], { kind: 'configuration', resource: pipe, text: `${from.name} is the source of ${node.name}` }), implied: true }] : [],
      ...this.each(pipe, pipe, [pipe.at('Enrichment')], 'enriches its events'), ...this.each(pipe, pipe, [pipe.at('Target')], 'is its target'),
    ];
  }

  private triggers(pool: TemplateResource): Draft[] {
    const all = pool.at(TRIGGERS).entries().flatMap(([, value]) => [value, value.at('LambdaArn')]);
    return this.each(pool, pool, all, 'is its trigger');
  }

  private each(from: TemplateResource, at: TemplateResource, targets: Expression[], how: string, implied = false, intent?: string): Draft[] {
    const drafts = this.from(from, at, targets, how);
    return drafts.map((draft) => ({ ...draft, ...implied && draft.to.resource ? { implied } : {}, ...intent ? { intent, actions: [] } : {} }));
  }

  private from(from: TemplateResource | undefined, at: TemplateResource, targets: Expression[], how: string): Draft[] {
    if (!from) return [];
    const named = new Set(targets.flatMap((target) => (target.isAbsent ? [] : targetOf(target.value) ?? [])));
    const outside = targets.flatMap((target) => this.outside(target));
    return [
      ...[...named].flatMap((target) => this.to(this.nodes.of(from), at, target, how, from)),
      ...outside.map((arn) => this.toOutside(this.nodes.of(from), at, arn, how)),
    ];
  }

  /** The ARN of something that the templates do not make. */
  private outside(expression: Expression): string[] {
    if (expression.isAbsent || targetOf(expression.value)) return [];
    const arn = this.texts.of(expression.value);
    return /^arn:aws:(lambda|sqs|sns|events|kinesis|firehose|states|logs):/.test(arn) ? [arn] : [];
  }

  private toOutside(from: GraphNode, at: TemplateResource, arn: string, how: string): Draft {
    const [intent, actions] = OUTSIDE_INTENTS[arn.split(':')[2]] ?? ['publish', []];
    const node = this.nodes.imported(arn);
    return this.draft(from, node, intent, actions, {
      kind: 'configuration', resource: at, text: `${node.name} ${how}`, open: POLICIES_ELSEWHERE,
    });
  }

  private to(from: GraphNode, at: TemplateResource, target: TemplateResource, how: string, source?: TemplateResource, role?: Expression): Draft[] {
    if (!target.exists() || target === source) return [];
    const [intent, actions] = INTENTS[target.type] ?? ['publish', []];
    const node = this.nodes.of(target);
    const service = CALLS_AS[at.type];
    let permission: TemplateResource | undefined;
    if (target.type === 'AWS::Lambda::Function' && service && (role?.isAbsent ?? true)) {
      permission = this.permissions.for(target, service, this.texts.arnOf(source ?? at));
      if (!permission) return [];
    }
    return [this.draft(from, node, intent, actions, { kind: 'configuration', resource: at, text: `${node.name} ${how}${permission ? `, and ${nameOf(permission)} lets it call` : ''}` })];
  }

  private named(expression: Expression): GraphNode | undefined {
    const arn = this.texts.of(expression.value);
    return arn.startsWith('arn:') ? this.nodes.imported(arn) : undefined;
  }

  private draft(from: GraphNode, to: GraphNode, intent: string, actions: readonly string[], reason: Reason): Draft {
    return { from, to, kind: 'delivery', certainty: reason.open === undefined ? 'certain' : 'possible', actions, because: [reason], intent };
  }
}

/** Whether the role of a state machine names a target: a definition may name what its tasks only speak of. A role that cannot be read may name any. */
function mayCall(machine: TemplateResource, target: TemplateResource): boolean {
  const role = roleOf(machine);
  if (!role) return true;
  const { statements, readable } = statementsForRole(role);
  const [, actions] = INTENTS[target.type];
  const isOn = (value: Value) => textOf(value) === '*' || value.kind === 'unknown'
    || (value.kind === 'reference' && value.targets.some(({ resource }) => resource === target || behindName(resource) === target));
  const lets = (one: Statement) => one.allows && (one.hasNotAction || one.covers(actions)) && (one.hasNotResource || one.resources.some(isOn));
  return !readable || statements.some(lets);
}

/** The function that a version or an alias is of. */
function behindName(resource: TemplateResource): TemplateResource | undefined {
  return /^AWS::Lambda::(Alias|Version)$/.test(resource.type) ? behind(resource.at('FunctionName').value) : undefined;
}
