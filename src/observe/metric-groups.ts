import { Annotations, Lazy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct, IConstruct } from 'constructs';
import { TrustZone } from '../zone/trust-zone';

/** What one kind of alarm looks at, and when it goes off. */
export interface Watch {
  /** Construct id of the first alarm of this kind in a stack. */
  readonly id: string;
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  /** `Sum` adds the metrics up, `Maximum` and `Average` take the largest. */
  readonly statistic: 'Average' | 'Maximum' | 'Sum';
  /** Fires at this value and above it; none with `bandWidth`. */
  readonly threshold?: number;
  /** Fires outside of a band of so many standard deviations around what CloudWatch has learned to expect. */
  readonly bandWidth?: number;
  /** With `bandWidth`: only above the band. */
  readonly onlyAbove?: boolean;
  /** How many metrics share an alarm. */
  readonly atMost?: number;
  /** Periods of five minutes in a row that must be over the threshold. */
  readonly evaluationPeriods?: number;
}

/** CloudWatch: an alarm on a math expression takes 10 metrics at the most. */
const METRICS_PER_ALARM = 10;
const PERIOD_SECONDS = 300;

/**
 * Alarms that each watch up to ten resources of a kind, made as the resources appear.
 *
 * Metric math and not a Metrics Insights query: `WHERE` joins its conditions by AND alone, so a query takes one function,
 * or all of the region, or those with a tag, which an account must first switch on ("resource tags on telemetry"). `SEARCH`
 * is refused in alarms. The price is the same, 0.10 USD for each metric.
 */
export class MetricGroups {
  /** Where alarms were made. */
  public readonly scopes = new Set<Construct>();
  private readonly filling = new Map<string, MetricGroup>();

  constructor(private readonly owner: Construct, private readonly zone: TrustZone) {}

  /** Adds a metric of a member to the alarm of its kind; a further alarm is begun when that is full. */
  public watch(member: IConstruct, watch: Watch, dimensions: Record<string, string>): void {
    const scope = this.scopeFor(member);
    if (!scope) return;
    const kind = `${scope.node.path}|${watch.id}`;
    let group = this.filling.get(kind);
    if (!group || group.full) {
      const number = (group?.number ?? 0) + 1;
      group = new MetricGroup(scope, watch, number, this.zone.alarmTopic.topicArn);
      this.filling.set(kind, group);
    }
    group.add(dimensions);
  }

  /**
   * Beside the member, in its own stack: that stack stands on the zone's, so an alarm in the zone's stack that named the
   * member would be a cycle.
   */
  public scopeFor(member: IConstruct): Construct | undefined {
    const stack = Stack.of(member);
    if (stack === Stack.of(this.owner)) return this.keep(this.owner);
    const home = Stack.of(this.zone);
    if (stack.region !== home.region || stack.account !== home.account) {
      Annotations.of(member).addWarningV2('cdk-zero-trust:NotWatched',
        `An alarm publishes to topics of its own region and account only, so the alarms of ${this.zone.node.path} do not watch this.`);
      return undefined;
    }
    const id = `${this.owner.node.id}-${this.owner.node.addr.slice(-8)}`;
    return this.keep(stack.node.tryFindChild(id) as Construct | undefined ?? new Construct(stack, id));
  }

  private keep(scope: Construct): Construct {
    this.scopes.add(scope);
    return scope;
  }
}

/** One alarm over up to ten metrics of a kind. */
class MetricGroup {
  private readonly metrics: Record<string, string>[] = [];

  constructor(scope: Construct, private readonly watch: Watch, public readonly number: number, topicArn: string) {
    const band = watch.bandWidth !== undefined;
    new cloudwatch.CfnAlarm(scope, number === 1 ? watch.id : `${watch.id}${number}`, {
      alarmDescription: watch.description,
      metrics: Lazy.any({ produce: () => this.render() }),
      ...(band ? { thresholdMetricId: 'band' } : { threshold: watch.threshold }),
      comparisonOperator: comparison(watch),
      evaluationPeriods: watch.evaluationPeriods ?? 1,
      // these metrics are there only while something happens
      treatMissingData: 'notBreaching',
      alarmActions: [topicArn],
    });
  }

  public get full(): boolean {
    return this.metrics.length >= (this.watch.atMost ?? METRICS_PER_ALARM);
  }

  public add(dimensions: Record<string, string>): void {
    this.metrics.push(dimensions);
  }

  private render(): cloudwatch.CfnAlarm.MetricDataQueryProperty[] {
    const { watch } = this;
    const ids = this.metrics.map((_, i) => `m${i + 1}`);
    // a sum with a missing metric would be missing as a whole; an average over no run is none, and not short
    const filled = ids.map((id) => `FILL(${id}, ${watch.statistic === 'Average' ? 'REPEAT' : 0})`).join(', ');
    const combined = { id: 'combined', expression: `${watch.statistic === 'Sum' ? 'SUM' : 'MAX'}([${filled}])`, label: watch.metricName };
    const band = { id: 'band', expression: `ANOMALY_DETECTION_BAND(combined, ${watch.bandWidth})`, label: 'Expected', returnData: true };
    return [
      { ...combined, returnData: true },
      ...(watch.bandWidth === undefined ? [] : [band]),
      ...this.metrics.map((dimensions, i) => ({
        id: ids[i],
        metricStat: {
          metric: {
            namespace: watch.namespace,
            metricName: watch.metricName,
            dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
          },
          period: PERIOD_SECONDS,
          stat: watch.statistic,
        },
        returnData: false,
      })),
    ];
  }
}

function comparison({ bandWidth, onlyAbove }: Watch): string {
  if (bandWidth === undefined) return 'GreaterThanOrEqualToThreshold';
  return onlyAbove ? 'GreaterThanUpperThreshold' : 'LessThanLowerOrGreaterThanUpperThreshold';
}
