import { every, isCustomerKey } from '../../model/judge';
import { attachedStatements, deniesPlaintext } from '../../model/resource-policies';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SNS-001',
  title: 'SNS topics are encrypted with a customer managed KMS key and deny publishing without TLS',
  severity: 'medium',
  types: ['AWS::SNS::Topic'],
  rationale: 'With the AWS managed key, CloudWatch alarms and other services cannot publish, and access to the topic is enough to read its messages.',
  remediation: 'Set KmsMasterKeyId, and a topic policy that denies sns:Publish to any principal with the single condition aws:SecureTransport false.',
  check: (topic) => every(
    isCustomerKey(topic.at('KmsMasterKeyId'), 'it is not encrypted with a customer managed KMS key'),
    deniesPlaintext(topic, attachedStatements(topic, 'AWS::SNS::TopicPolicy', 'Topics'), ['sns:Publish']),
  ),
};
