import { fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CE-002',
  title: 'Cost Anomaly Detection monitors have an alert subscription',
  severity: 'low',
  types: ['AWS::CE::AnomalyMonitor'],
  rationale: 'A cost monitor without an alert subscription finds anomalies that are visible in the console only.',
  remediation: 'Add an AWS::CE::AnomalySubscription with the ARN of the monitor in MonitorArnList.',
  check(monitor, model) {
    const subscriptions = model.ofType('AWS::CE::AnomalySubscription').filter((one) => one.exists());
    const named = subscriptions.find((one) => one.at('MonitorArnList').items().some(({ value }) => resourceOf(value) === monitor));
    if (named) return pass(named.name);
    const maybe = subscriptions.some((one) => [one.at('MonitorArnList'), ...one.at('MonitorArnList').items()].some(({ value }) => value.kind === 'unknown'));
    return maybe ? unknown('whether an alert subscription has it is not known before deployment') : fail('it has no alert subscription', 'no AWS::CE::AnomalySubscription');
  },
};
