import { Expression } from '../../model';
import { decide, every } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-SNS-005',
  title: 'SNS subscriptions do not use plain HTTP',
  severity: 'high',
  types: ['AWS::SNS::Subscription', 'AWS::SNS::Topic'],
  rationale: 'A subscription with protocol http sends every message in plaintext, even if the topic is encrypted.',
  remediation: 'Use https, or an SQS queue, Lambda function or Firehose delivery stream.',
  check: (resource) => (resource.type === 'AWS::SNS::Subscription' ? encrypted(resource.properties)
    : every(...resource.at('Subscription').items().map(encrypted))),
};

function encrypted(subscription: Expression): RuleResult {
  return decide(subscription.at('Protocol'), 'it delivers over plain HTTP', (protocol) => protocol !== 'http');
}
