import { every, isCustomerKey, isOneOf, isTrue } from '../../model/judge';
import type { Rule } from '../rule';
import { everyReplica, TABLE_TYPES } from './replicas';

export const rule: Rule = {
  id: 'ZT-DYNAMODB-001',
  title: 'A table is under a customer-managed key',
  severity: 'high',
  types: TABLE_TYPES,
  rationale: 'Under a key of AWS, access to the table is access to its items; under a key of one\'s own it takes both.',
  remediation: 'Set SSESpecification with SSEEnabled, SSEType KMS and KMSMasterKeyId, the latter in each replica of a global table.',
  check: (table) => every(
    isTrue(table.at('SSESpecification', 'SSEEnabled'), 'it is not under a customer-managed key'),
    isOneOf(table.at('SSESpecification', 'SSEType'), ['KMS', undefined], 'it is not encrypted by KMS'),
    everyReplica(table, (settings) => isCustomerKey(settings.at('SSESpecification', 'KMSMasterKeyId'), 'it is not under a customer-managed key')),
  ),
};
