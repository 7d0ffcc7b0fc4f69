import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** One line of a graph. */
export interface Line {
  readonly label: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Record<string, string>;
  readonly statistic?: string;
}

const WIDTH = 8;
const HEIGHT = 6;
/** So many lines can be told apart. Of more, the highest are drawn. */
const MAX_LINES = 20;
/** CloudWatch takes 500 metrics for one widget. Source: Amazon CloudWatch user guide, "CloudWatch service quotas". */
const MAX_METRICS = 490;
/** Log groups of one query. Source: Amazon CloudWatch Logs user guide, "CloudWatch Logs quotas". */
const MAX_LOG_GROUPS = 50;
/** Source: Amazon CloudWatch user guide, "Dashboard body structure and syntax". */
const MAX_ALARMS = 100;

/** Graphs of some lines: the highest of them where there are many, and several graphs where there are more than CloudWatch takes for one. None without a line. */
export function graphs(title: string, lines: Line[], { stacked }: { readonly stacked?: boolean } = {}): cloudwatch.IWidget[] {
  return chunks(lines, MAX_METRICS).map((some, at, all) => {
    const metrics = some.map(({ label, namespace, metricName, dimensions, statistic }) => new cloudwatch.Metric({
      namespace, metricName, dimensionsMap: dimensions, label, statistic: statistic ?? cloudwatch.Stats.SUM,
    }));
    const folded = metrics.length > MAX_LINES;
    return new cloudwatch.GraphWidget({
      title: `${numbered(title, at, all)}${folded ? `: the ${MAX_LINES} highest of ${metrics.length}` : ''}`,
      left: folded ? [highest(metrics)] : metrics,
      leftYAxis: { min: 0, showUnits: false },
      liveData: true,
      stacked,
      width: WIDTH,
      height: HEIGHT,
    });
  });
}

function highest(metrics: cloudwatch.Metric[]): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: `SORT(METRICS(), SUM, DESC, ${MAX_LINES})`,
    label: '',
    usingMetrics: Object.fromEntries(metrics.map((metric, at) => [`m${at + 1}`, metric])),
  });
}

/** A graph of what a search of metrics finds, which shows only metrics that there are. */
export function searchGraph(title: string, expressions: string[], searchRegion?: string): cloudwatch.IWidget {
  return new cloudwatch.GraphWidget({
    title,
    left: expressions.map((expression) => new cloudwatch.MathExpression({ expression, label: '', searchRegion })),
    leftYAxis: { min: 0, showUnits: false },
    liveData: true,
    stacked: true,
    width: WIDTH,
    height: HEIGHT,
  });
}

/** Numbers over the whole time that is shown. */
export function numbers(title: string, lines: Line[]): cloudwatch.IWidget {
  return new cloudwatch.SingleValueWidget({
    title,
    metrics: lines.map(({ label, namespace, metricName, dimensions, statistic }) => new cloudwatch.Metric({
      namespace, metricName, dimensionsMap: dimensions, label, statistic: statistic ?? cloudwatch.Stats.SUM,
    })),
    setPeriodToTimeRange: true,
    width: WIDTH,
    height: HEIGHT,
  });
}

/** A table of what CloudWatch Logs Insights finds, made anew each time that the dashboard is loaded. None without a log group. */
export function tables(title: string, logGroupNames: string[], queryLines: string[]): cloudwatch.IWidget[] {
  return chunks(logGroupNames, MAX_LOG_GROUPS).map((some, at, all) => new cloudwatch.LogQueryWidget({
    title: numbered(title, at, all), logGroupNames: some, queryLines, view: cloudwatch.LogQueryVisualizationType.TABLE, width: WIDTH, height: HEIGHT,
  }));
}

/** The state of alarms, those in ALARM first. None without an alarm. */
export function alarmStates(title: string, alarms: cloudwatch.CfnAlarm[]): cloudwatch.IWidget[] {
  return chunks(alarms, MAX_ALARMS).map((some, at, all) => new cloudwatch.AlarmStatusWidget({
    title: numbered(title, at, all),
    alarms: some,
    sortBy: cloudwatch.AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP,
    width: WIDTH,
    height: HEIGHT,
  }));
}

const numbered = (title: string, at: number, all: unknown[]) => (all.length > 1 ? `${title} (${at + 1} of ${all.length})` : title);

export function chunks<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}
