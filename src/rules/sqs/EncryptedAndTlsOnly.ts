import { every, isCustomerKey } from '../../model/judge';
import { attachedStatements, deniesPlaintext } from '../../model/resource-policies';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SQS-001',
  title: 'A queue is under a customer-managed key and denies calls without TLS',
  severity: 'high',
  types: ['AWS::SQS::Queue'],
  rationale: 'Under a key of AWS, access to the queue is access to its messages. Without the Deny, a client may send them in the clear.',
  remediation: 'Set KmsMasterKeyId, and a queue policy that denies sqs:* to everyone under the one condition aws:SecureTransport false.',
  check: (queue) => every(
    isCustomerKey(queue.at('KmsMasterKeyId'), 'it is not under a customer-managed key'),
    deniesPlaintext(queue, attachedStatements(queue, 'AWS::SQS::QueuePolicy', 'Queues'), ['sqs:SendMessage', 'sqs:ReceiveMessage']),
  ),
};
