import { Expression, TemplateResource, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDWATCH-003',
  title: 'An anomaly detector has an alarm on the band that it learns',
  severity: 'low',
  types: ['AWS::CloudWatch::AnomalyDetector'],
  rationale: 'A detector learns what is usual and draws it into a graph. Only an alarm tells somebody when a metric leaves the band.',
  remediation: 'Make an alarm with the same metric and dimensions, an ANOMALY_DETECTION_BAND over it, and ThresholdMetricId that names the band. '
    + 'A detector of metric math needs one with all its metrics.',
  check(detector, model) {
    const metrics = metricsOf(detector);
    if (metrics.length === 0 || metrics.includes(undefined)) return unknown('what it learns is not known before deployment');
    const alarms = model.ofType('AWS::CloudWatch::Alarm').filter((alarm) => alarm.exists() && isOnBand(alarm));
    const found = alarms.some((alarm) => metrics.every((metric) => queriesOf(alarm).includes(metric)));
    return found ? pass(metrics.join(', ')) : fail('no alarm is on the band that it learns', metrics.join(', '));
  },
};

/** The metrics of a detector; `undefined` for one that is not known. */
function metricsOf(detector: TemplateResource): (string | undefined)[] {
  const math = detector.at('MetricMathAnomalyDetector');
  if (!math.isAbsent) return math.at('MetricDataQueries').items().filter((query) => !query.at('MetricStat').isAbsent).map((query) => nameOf(query.at('MetricStat', 'Metric')));
  const single = detector.at('SingleMetricAnomalyDetector');
  return [nameOf(single.isAbsent ? detector.properties : single)];
}

function queriesOf(alarm: TemplateResource): (string | undefined)[] {
  return alarm.at('Metrics').items().map((query) => nameOf(query.at('MetricStat', 'Metric')));
}

function isOnBand(alarm: TemplateResource): boolean {
  const threshold = textOf(alarm.at('ThresholdMetricId').value);
  return threshold !== undefined && alarm.at('Metrics').items().some((query) => textOf(query.at('Id').value) === threshold
    && /^\s*ANOMALY_DETECTION_BAND\s*\(/.test(textOf(query.at('Expression').value) ?? ''));
}

/** Namespace, name and dimensions, in any order of those. */
function nameOf(metric: Expression): string | undefined {
  const dimensions = metric.at('Dimensions').items().map((one) => [one.at('Name'), one.at('Value')].map((part) => textOf(part.value)));
  const parts = [textOf(metric.at('Namespace').value), textOf(metric.at('MetricName').value)];
  if (metric.at('Dimensions').value.kind !== 'known' || [...parts, ...dimensions.flat()].includes(undefined)) return undefined;
  return [parts.join(' '), ...dimensions.map((pair) => pair.join('=')).sort()].join(' ');
}
