import { Annotations, Duration, Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct, IConstruct } from 'constructs';
import { checkCosts, CostAlarms } from './cost-alarms';
import { watchLogPatterns } from './log-anomalies';
import { MetricGroups, Watch } from './metric-groups';
import { AnomalyMetric, SecurityAlarmsProps } from './security-alarms-props';
import { TrailSignals } from './trail-signals';
import { SecureStateMachine } from '../compute/secure-state-machine';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { FirewallScope } from '../edge/firewall-scope';
import { WebFirewall } from '../edge/web-firewall';
import { TrustZone } from '../zone/trust-zone';

/**
 * A few alarms for a whole zone, all publishing to its encrypted topic. They watch the members of the zone, whether they
 * were made before the alarms or after; what the zone does not have gets no alarm.
 *
 * - Functions: errors, throttles, runs near the timeout (an alarm for each timeout in use), and invocations, errors, duration and
 *   concurrency outside of what CloudWatch has learned to expect. One alarm of a kind for each ten functions in a stack.
 * - With `logAnomalies`: patterns in logs of functions and state machines that are new or much more frequent, by a detector for each log group.
 * - With `costs`: a budget, AWS Cost Anomaly Detection, and roles that are stopped when too much is spent.
 * - REST and HTTP APIs: 4xx and 5xx. Web firewalls: blocked requests. Dead-letter queues: not empty. State machines: executions that
 *   failed or ran out of time.
 * - With a trail: denied calls, use of the root user, sign-in without MFA, policies and keys changed by hand, changes of a
 *   trail, and reads of the zone's secrets by others. These see the whole account.
 *
 * Nobody is subscribed to the topic yet: subscribe to `zone.alarmTopic`. An alarm beside a member in another stack lies in
 * that stack.
 *
 * In the template, for n functions: 7 × ⌈n / 10⌉ alarms, 1 for dead letters, 2 for APIs, 1 for firewalls, 2 for state
 * machines; with a trail 12 resources more, and 2 when there are secrets.
 *
 * Throws `BadThreshold` for a threshold out of range, `TwoTrails` for `trail` beside `trailLogGroup`, `TrailElsewhere` for a
 * trail whose log group is in another account or region, `BadBudget` for a budget that means nothing.
 *
 * Fixed cost a month: 0.10 USD for each metric that is watched: 1.50 USD a function (a band counts as three), 0.20 USD an API
 * or state machine, 0.10 USD a log group with a detector, 0.10 USD a firewall or dead-letter queue, 0.60 USD for the trail. Log anomaly detectors, budgets and AWS Cost
 * Anomaly Detection cost nothing; a budget that stops roles costs 0.10 USD a day after the first two of an account.
 *
 * Source: FSBP CloudWatch.15, CIS AWS 4, NIST 800-53 AU-6, SI-4, IR-5; PCI DSS 10.4.1.
 *
 * @example
 * new SecurityAlarms(this, 'Alarms', { trail: new AuditTrail(this, 'Trail') });
 */
export class SecurityAlarms extends Construct {
  /** The zone that is watched. */
  public readonly zone: TrustZone;

  private readonly groups: MetricGroups;
  private readonly signals?: TrailSignals;
  private readonly queues = new Set<string>();

  constructor(scope: Construct, id: string, private readonly props: SecurityAlarmsProps = {}) {
    const path = pathOf(scope, id);
    checkProps(new.target === SecurityAlarms, 'SecurityAlarmsProps', path, props);
    const trailLogGroup = props.trailLogGroup ?? props.trail?.logGroup;
    check(path, props);
    if (trailLogGroup) checkHome(path, Stack.of(scope), trailLogGroup);
    super(scope, id);
    this.zone = props.zone ?? TrustZone.of(this);
    this.groups = new MetricGroups(this, this.zone);

    if (trailLogGroup) {
      this.signals = new TrailSignals(this.groups.scopeFor(trailLogGroup) ?? this, {
        trailLogGroup,
        topicArn: this.zone.alarmTopic.topicArn,
        deniedCallThreshold: props.deniedCallThreshold ?? 5,
        network: this.zone.hasNetwork,
      });
    }
    this.zone._onMember((member) => this.watch(member));
    if (props.costs) new CostAlarms(this, 'Costs', this.zone, props.costs);
  }

  /**
   * All alarms, also those in stacks of members.
   *
   * @internal
   */
  public get _alarms(): cloudwatch.CfnAlarm[] {
    const all = [...new Set([this, ...this.groups.scopes])].flatMap((scope) => scope.node.findAll());
    return all.filter((one): one is cloudwatch.CfnAlarm => one instanceof cloudwatch.CfnAlarm);
  }

  private watch(member: IConstruct): void {
    if (member instanceof lambda.Function) this.watchFunction(member);
    if (member instanceof apigateway.RestApi) this.watchApi(member, '4XXError', '5XXError', { ApiName: member.restApiName });
    if (member instanceof apigatewayv2.HttpApi) this.watchApi(member, '4xx', '5xx', { ApiId: member.apiId });
    if (member instanceof WebFirewall) this.watchFirewall(member);
    if (member instanceof sfn.StateMachine) this.watchStateMachine(member);
    if (member instanceof sqs.Queue && member.deadLetterQueue) this.watchDeadLetters(member.deadLetterQueue.queue);
    if (member instanceof secretsmanager.Secret) this.signals?.watchSecret(member);
  }

  private watchFunction(fn: lambda.Function): void {
    const dimensions = { FunctionName: fn.functionName };
    this.groups.watch(fn, lambdaWatch({
      id: 'FunctionErrors', description: 'Functions failed.', metricName: 'Errors', threshold: this.props.functionErrorThreshold ?? 1,
    }), dimensions);
    this.groups.watch(fn, lambdaWatch({
      id: 'FunctionThrottles',
      description: 'Functions were refused to run: too many ran already.',
      metricName: 'Throttles',
      threshold: this.props.functionThrottleThreshold ?? 1,
    }), dimensions);
    for (const metric of this.anomalyMetrics) {
      this.groups.watch(fn, lambdaWatch({
        ...ANOMALIES[metric],
        bandWidth: this.props.anomalyBandWidth ?? 3,
        evaluationPeriods: 3,
        atMost: this.props.functionsPerAnomalyAlarm,
      }), dimensions);
    }
    this.watchLogs(fn.logGroup);
    this.watchDuration(fn, dimensions);
    // whatever a function of the zone could not handle ends there
    this.watchDeadLetters(this.zone.deadLetterQueue);
  }

  /** An alarm for each timeout in use, as one threshold cannot serve two. */
  private watchDuration(fn: lambda.Function, dimensions: Record<string, string>): void {
    const timeout = fn.timeout ?? Duration.seconds(3);
    if (timeout.isUnresolved()) {
      Annotations.of(fn).addWarningV2('cdk-zero-trust:UnknownTimeout',
        'The timeout is not known before deployment, so no alarm tells when a run comes near it. Use a literal.');
      return;
    }
    const percent = this.props.durationThreshold ?? 80;
    this.groups.watch(fn, lambdaWatch({
      id: `FunctionDuration${timeout.toSeconds()}s`,
      description: `A function ran for ${percent} % of its timeout of ${timeout.toSeconds()} s.`,
      metricName: 'Duration',
      statistic: 'Maximum',
      threshold: timeout.toMilliseconds() * percent / 100,
    }), dimensions);
  }

  private watchApi(api: IConstruct, clientErrors: string, serverErrors: string, dimensions: Record<string, string>): void {
    const watch = { namespace: 'AWS/ApiGateway', statistic: 'Sum' as const };
    this.groups.watch(api, {
      ...watch,
      id: 'ApiClientErrors',
      metricName: clientErrors,
      description: 'APIs answered many requests with 4xx.',
      threshold: this.props.apiClientErrorThreshold ?? 50,
    }, dimensions);
    this.groups.watch(api, {
      ...watch,
      id: 'ApiServerErrors',
      metricName: serverErrors,
      description: 'APIs answered requests with 5xx.',
      threshold: this.props.apiServerErrorThreshold ?? 1,
    }, dimensions);
  }

  private watchFirewall(firewall: WebFirewall): void {
    this.groups.watch(firewall, {
      id: 'BlockedRequests',
      namespace: 'AWS/WAFV2',
      metricName: 'BlockedRequests',
      statistic: 'Sum',
      description: 'Web firewalls blocked many requests.',
      threshold: this.props.blockedRequestThreshold ?? 100,
    }, {
      WebACL: firewall.metricName,
      // what CloudFront asks of AWS WAF is measured without a region
      ...firewall.firewallScope === FirewallScope.REGIONAL && { Region: Stack.of(firewall).region },
      Rule: 'ALL',
    });
  }

  /** Development changes all the time: nothing in it is expected. */
  private get anomalyMetrics(): AnomalyMetric[] {
    return this.props.anomalyMetrics ?? (this.zone.profile.isDevelopment ? [] : Object.values(AnomalyMetric));
  }

  private watchLogs(logGroup: logs.ILogGroup): void {
    if (this.props.logAnomalies) watchLogPatterns(this.groups, logGroup, this.props.logAnomalyVisibilityDays ?? 21);
  }

  private watchStateMachine(machine: sfn.StateMachine): void {
    if (machine instanceof SecureStateMachine) this.watchLogs(machine.logGroup);
    const dimensions = { StateMachineArn: machine.stateMachineArn };
    const watch = { namespace: 'AWS/States', statistic: 'Sum' as const, threshold: this.props.executionFailureThreshold ?? 1 };
    this.groups.watch(machine, {
      ...watch, id: 'ExecutionsFailed', metricName: 'ExecutionsFailed', description: 'Executions of state machines failed.',
    }, dimensions);
    this.groups.watch(machine, {
      ...watch, id: 'ExecutionsTimedOut', metricName: 'ExecutionsTimedOut', description: 'Executions of state machines ran out of time.',
    }, dimensions);
  }

  private watchDeadLetters(queue: sqs.IQueue): void {
    if (this.queues.has(queue.node.path)) return;
    this.queues.add(queue.node.path);
    this.groups.watch(queue, {
      id: 'DeadLetters',
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Maximum',
      description: 'A dead-letter queue is not empty.',
      threshold: 1,
    }, { QueueName: queue.queueName });
  }
}

const ANOMALIES: Record<AnomalyMetric, Pick<Watch, 'id' | 'description' | 'metricName' | 'onlyAbove' | 'statistic'>> = {
  [AnomalyMetric.INVOCATIONS]: {
    id: 'FunctionAnomaly', description: 'Functions ran more or less often than expected.', metricName: 'Invocations', statistic: 'Sum',
  },
  [AnomalyMetric.ERRORS]: {
    id: 'FunctionErrorAnomaly', description: 'Functions failed more often than expected.', metricName: 'Errors', statistic: 'Sum', onlyAbove: true,
  },
  [AnomalyMetric.DURATION]: {
    id: 'FunctionDurationAnomaly', description: 'Functions ran for longer than expected.', metricName: 'Duration', statistic: 'Average', onlyAbove: true,
  },
  [AnomalyMetric.CONCURRENCY]: {
    id: 'FunctionConcurrencyAnomaly',
    description: 'More functions ran at the same time than expected.',
    metricName: 'ConcurrentExecutions',
    statistic: 'Maximum',
    onlyAbove: true,
  },
};

function lambdaWatch(watch: Omit<Watch, 'namespace' | 'statistic'> & { statistic?: Watch['statistic'] }): Watch {
  return { namespace: 'AWS/Lambda', statistic: 'Sum', ...watch };
}

/** A metric filter lies beside its log group, and an alarm beside its topic. */
function checkHome(path: string, here: Stack, { env }: logs.ILogGroup): void {
  const elsewhere = (there: string, home: string) => !Token.isUnresolved(there) && !Token.isUnresolved(home) && there !== home;
  if (!elsewhere(env.region, here.region) && !elsewhere(env.account, here.account)) return;
  throw new ZeroTrustError(path, 'TrailElsewhere', 'the log group of the trail is in another account or region.',
    'make the alarms where the trail\'s log group is.');
}

/** What a number may be, where it is not any over 0. */
const RANGES: Record<string, { readonly from?: number; readonly to?: number; readonly whole?: boolean }> = {
  durationThreshold: { to: 100 },
  functionsPerAnomalyAlarm: { from: 1, to: 10, whole: true },
  logAnomalyVisibilityDays: { from: 7, to: 90, whole: true },
};

function check(path: string, props: SecurityAlarmsProps): void {
  if (props.trail && props.trailLogGroup) {
    throw new ZeroTrustError(path, 'TwoTrails', 'trail and trailLogGroup are both given.', 'leave out one.');
  }
  for (const [name, value] of Object.entries(props)) {
    if (typeof value !== 'number') continue;
    const { from, to, whole } = RANGES[name] ?? {};
    if ((from === undefined ? value > 0 : value >= from) && value <= (to ?? Infinity) && (!whole || Number.isInteger(value))) continue;
    const range = [from === undefined ? 'more than 0' : `at least ${from}`, ...to === undefined ? [] : [`at most ${to}`]].join(' and ');
    throw new ZeroTrustError(path, 'BadThreshold', `${name} is ${value}.`, `use ${whole ? 'a whole number, ' : ''}${range}.`);
  }
  checkCosts(path, props.costs);
}
