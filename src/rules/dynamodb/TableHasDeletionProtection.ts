import { isTrue } from '../../model/judge';
import type { Rule } from '../rule';
import { everyReplica, TABLE_TYPES } from './replicas';

export const rule: Rule = {
  id: 'ZT-DYNAMODB-003',
  title: 'DynamoDB tables have deletion protection enabled',
  severity: 'medium',
  types: TABLE_TYPES,
  rationale: 'A single API call, or a mistake in a template, deletes a table with all its data.',
  remediation: 'Set DeletionProtectionEnabled, in each replica of a global table.',
  check: (table) => everyReplica(table, (settings) => isTrue(settings.at('DeletionProtectionEnabled'), 'deletion protection is not enabled')),
};
