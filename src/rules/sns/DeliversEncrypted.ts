import { Expression } from '../../model';
import { decide, every } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-SNS-005',
  title: 'A topic delivers over TLS',
  severity: 'high',
  types: ['AWS::SNS::Subscription', 'AWS::SNS::Topic'],
  rationale: 'A subscription with the protocol http sends every message in the clear, whatever key the topic has.',
  remediation: 'Use https, or a queue, function or stream.',
  check: (resource) => (resource.type === 'AWS::SNS::Subscription' ? encrypted(resource.properties)
    : every(...resource.at('Subscription').items().map(encrypted))),
};

function encrypted(subscription: Expression): RuleResult {
  return decide(subscription.at('Protocol'), 'it delivers in the clear', (protocol) => protocol !== 'http');
}
