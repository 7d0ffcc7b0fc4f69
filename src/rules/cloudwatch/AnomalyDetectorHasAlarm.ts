import { Expression, TemplateResource, textOf } from '../../model';
import { someBeside } from '../../model/beside';
import { unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDWATCH-003',
  title: 'CloudWatch anomaly detectors have an alarm on their anomaly detection band',
  severity: 'low',
  types: ['AWS::CloudWatch::AnomalyDetector'],
  rationale: 'An anomaly detector only models the expected values of a metric. An alarm is needed to notify when the metric leaves the band.',
  remediation: 'Add an alarm with the same metric and dimensions, an ANOMALY_DETECTION_BAND over it, and '
    + 'ThresholdMetricId set to the band. A metric math detector needs an alarm with all of its metrics.',
  check(detector, model) {
    const metrics = metricsOf(detector);
    if (metrics.length === 0 || metrics.includes(undefined)) return unknown('its metric is not known before deployment');
    const alarms = model.ofType('AWS::CloudWatch::Alarm').filter(isOnBand);
    const watching = alarms.filter((alarm) => metrics.every((metric) => queriesOf(alarm).includes(metric)));
    return someBeside(detector, watching, 'no alarm uses its anomaly detection band', metrics.join(', '));
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
