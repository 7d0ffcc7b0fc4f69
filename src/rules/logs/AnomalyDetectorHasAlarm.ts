import { Expression, TemplateResource, textOf, Value } from '../../model';
import { isBeside } from '../../model/beside';
import { fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

const METRIC = { namespace: 'AWS/Logs', name: 'AnomalyCount', dimension: 'LogAnomalyDetector', priority: 'LogAnomalyPriority' };

/** Source: Amazon CloudWatch Logs user guide, "Create alarms on anomalies": the metric names a detector by its name, not by its ARN. */
export const rule: Rule = {
  id: 'ZT-LOGS-012',
  title: 'CloudWatch Logs anomaly detectors have a CloudWatch alarm on AnomalyCount',
  severity: 'low',
  types: ['AWS::Logs::LogAnomalyDetector'],
  rationale: 'A log anomaly detector reports in the console only. Without an alarm on its metric, a new error or a burst of refused calls is noticed when an operator happens to look.',
  remediation: 'Set DetectorName, and add an alarm on AnomalyCount of AWS/Logs with the dimensions LogAnomalyDetector and LogAnomalyPriority.',
  check(detector, model) {
    const name = textOf(detector.at('DetectorName').value);
    const watched = model.ofType('AWS::CloudWatch::Alarm').flatMap((alarm) => {
      const metrics = metricsOf(alarm).filter(isOfAnomalies);
      return metrics.length > 0 && isBeside(alarm, detector) === 'yes' && alarm.exists() ? metrics.map(dimensionOf) : [];
    });
    const isOn = (value: Value) => resourceOf(value) === detector || (name !== undefined && textOf(value) === name);
    if (watched.some((named) => named && isOn(named.value))) return pass(name);
    const isUnclear = name === undefined ? watched.length > 0 : watched.some((named) => named?.value.kind === 'unknown');
    return isUnclear ? unknown('whether an alarm names it is not known before deployment', name) : fail('its AnomalyCount metric has no alarm', name);
  },
};

/** The metrics of an alarm: its own, and those of its metric math. */
function metricsOf(alarm: TemplateResource): Expression[] {
  return [alarm.properties, ...alarm.at('Metrics').items().map((query) => query.at('MetricStat', 'Metric'))];
}

function isOfAnomalies(metric: Expression): boolean {
  return textOf(metric.at('Namespace').value) === METRIC.namespace && textOf(metric.at('MetricName').value) === METRIC.name;
}

/** The dimension that names the detector; none where the others are not those of the metric, which then has no data. */
function dimensionOf(metric: Expression): Expression | undefined {
  const dimensions = metric.at('Dimensions').items();
  const isWhole = dimensions.map((one) => textOf(one.at('Name').value)).sort().join() === `${METRIC.dimension},${METRIC.priority}`;
  return isWhole ? dimensions.find((one) => textOf(one.at('Name').value) === METRIC.dimension)?.at('Value') : undefined;
}
