import { every, isCustomerKey, isOneOf, isTrue } from '../../model/judge';
import type { Rule } from '../rule';
import { everyReplica, TABLE_TYPES } from './replicas';

export const rule: Rule = {
  id: 'ZT-DYNAMODB-001',
  title: 'DynamoDB tables are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: TABLE_TYPES,
  rationale: 'With an AWS owned or AWS managed key, access to the table is enough to read its items; with a customer managed key, access to the key is required too.',
  remediation: 'Set SSESpecification with SSEEnabled, SSEType KMS and KMSMasterKeyId, the latter in each replica of a global table.',
  check: (table) => every(
    isTrue(table.at('SSESpecification', 'SSEEnabled'), 'it is not encrypted with a customer managed KMS key'),
    isOneOf(table.at('SSESpecification', 'SSEType'), ['KMS', undefined], 'it is not encrypted with KMS'),
    everyReplica(table, (settings) => isCustomerKey(settings.at('SSESpecification', 'KMSMasterKeyId'), 'it is not encrypted with a customer managed KMS key')),
  ),
};
