import { every, isNotEmpty, isOneOf, isPresent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CE-001',
  title: 'Cost Anomaly Detection alert subscriptions have a monitor and a confirmed subscriber',
  severity: 'low',
  types: ['AWS::CE::AnomalySubscription'],
  rationale: 'A subscription without a monitor or a subscriber sends no alert when costs rise, which is often the first sign of stolen credentials.',
  remediation: 'Set MonitorArnList, and Subscribers with an email address or an SNS topic that costalerts.amazonaws.com may publish to.',
  check: (subscription) => every(
    isNotEmpty(subscription.at('MonitorArnList'), 'it has no monitor'),
    ...subscription.at('MonitorArnList').items().map((monitor) => isPresent(monitor, 'it has no monitor')),
    isNotEmpty(subscription.at('Subscribers'), 'it has no subscriber'),
    ...subscription.at('Subscribers').items().flatMap((subscriber) => [
      isPresent(subscriber.at('Address'), 'a subscriber has no address'),
      isOneOf(subscriber.at('Status'), [undefined, 'CONFIRMED'], 'a subscriber has declined'),
    ]),
  ),
};
