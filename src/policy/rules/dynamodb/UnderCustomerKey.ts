import { every, isCustomerKey, isOneOf, isTrue } from '../judge';
import type { Rule } from '../rule';
import { everyReplica, TABLE_TYPES } from './replicas';

export const rule: Rule = {
  id: 'ZT-DYNAMODB-001',
  title: 'A table is under a customer-managed key',
  severity: 'high',
  types: TABLE_TYPES,
  rationale: 'Under a key of AWS, access to the table is access to its items; under a key of one\'s own it takes both.',
  remediation: 'Set SSESpecification with SSEEnabled, SSEType KMS and KMSMasterKeyId, the latter in each replica of a global table.',
  controls: ['NIST 800-53 SC-28', 'NIST 800-53 SC-12', 'PCI DSS 3.5.1', 'HIPAA 164.312(a)(2)(iv)', 'GDPR Art. 32'],
  check: (table) => every(
    isTrue(table.at('SSESpecification', 'SSEEnabled'), 'it is not under a customer-managed key'),
    isOneOf(table.at('SSESpecification', 'SSEType'), ['KMS', undefined], 'it is not encrypted by KMS'),
    everyReplica(table, (settings) => isCustomerKey(settings.at('SSESpecification', 'KMSMasterKeyId'), 'it is not under a customer-managed key')),
  ),
};
