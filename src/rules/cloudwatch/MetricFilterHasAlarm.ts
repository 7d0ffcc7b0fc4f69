import { Expression, TemplateResource, textOf } from '../../model';
import { someBeside } from '../../model/beside';
import { every, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDWATCH-002',
  title: 'Metrics of CloudWatch Logs metric filters have an alarm',
  severity: 'low',
  types: ['AWS::Logs::MetricFilter'],
  rationale: 'A metric filter is written for an event that matters. Without an alarm on its metric, the event goes unnoticed.',
  remediation: 'Add an alarm on the metric, by name and namespace, or use the metric in the expression of an alarm.',
  check(filter, model) {
    const metrics = filter.at('MetricTransformations');
    if (metrics.value.kind !== 'known') return unknown('its metric is not known before deployment');
    const alarms = model.ofType('AWS::CloudWatch::Alarm');
    return every(...metrics.items().map((metric) => watched(filter, metric, alarms)));
  },
};

function watched(filter: TemplateResource, metric: Expression, alarms: TemplateResource[]): RuleResult {
  const [name, namespace] = ['MetricName', 'MetricNamespace'].map((property) => textOf(metric.at(property).value));
  if (name === undefined || namespace === undefined) return unknown('its metric is not known before deployment');
  const isOn = (alarm: TemplateResource) => metricsOf(alarm).some((one) => (
    one.name === name && one.namespace === namespace) || Boolean(one.expression?.includes(name)));
  return someBeside(filter, alarms.filter(isOn), 'its metric has no alarm', name);
}

/** The metrics of an alarm: its own, and those of its metric math. */
function metricsOf(alarm: TemplateResource) {
  return [
    { name: textOf(alarm.at('MetricName').value), namespace: textOf(alarm.at('Namespace').value), expression: undefined },
    ...alarm.at('Metrics').items().map((query) => ({
      name: textOf(query.at('MetricStat', 'Metric', 'MetricName').value),
      namespace: textOf(query.at('MetricStat', 'Metric', 'Namespace').value),
      expression: textOf(query.at('Expression').value),
    })),
  ];
}
