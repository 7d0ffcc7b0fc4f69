import { every, isCustomerKey } from '../../model/judge';
import { attachedStatements, deniesPlaintext } from '../../model/resource-policies';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SQS-001',
  title: 'SQS queues are encrypted with a customer managed KMS key and deny requests without TLS',
  severity: 'medium',
  types: ['AWS::SQS::Queue'],
  rationale: 'With SQS managed or AWS managed keys, access to the queue is enough to read its messages. Without the Deny, a client can send them in plaintext.',
  remediation: 'Set KmsMasterKeyId, and a queue policy that denies sqs:* to any principal with the single condition aws:SecureTransport false.',
  check: (queue) => every(
    isCustomerKey(queue.at('KmsMasterKeyId'), 'it is not encrypted with a customer managed KMS key'),
    deniesPlaintext(queue, attachedStatements(queue, 'AWS::SQS::QueuePolicy', 'Queues'), ['sqs:SendMessage', 'sqs:ReceiveMessage']),
  ),
};
