import { every, isCustomerKey } from '../../model/judge';
import { attachedStatements, deniesPlaintext } from '../../model/resource-policies';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SNS-001',
  title: 'A topic is under a customer-managed key and denies publishing without TLS',
  severity: 'high',
  types: ['AWS::SNS::Topic'],
  rationale: 'Under the key of AWS, alarms and other services cannot publish at all, and access to the topic is access to its messages.',
  remediation: 'Set KmsMasterKeyId, and a topic policy that denies sns:Publish to everyone under the one condition aws:SecureTransport false.',
  check: (topic) => every(
    isCustomerKey(topic.at('KmsMasterKeyId'), 'it is not under a customer-managed key'),
    deniesPlaintext(topic, attachedStatements(topic, 'AWS::SNS::TopicPolicy', 'Topics'), ['sns:Publish']),
  ),
};
