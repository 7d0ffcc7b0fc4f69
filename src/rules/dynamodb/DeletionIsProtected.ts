import { isTrue } from '../../model/judge';
import type { Rule } from '../rule';
import { everyReplica, TABLE_TYPES } from './replicas';

export const rule: Rule = {
  id: 'ZT-DYNAMODB-003',
  title: 'A table is protected from deletion',
  severity: 'medium',
  types: TABLE_TYPES,
  rationale: 'One call, or one slip in a template, deletes a table and all in it.',
  remediation: 'Set DeletionProtectionEnabled, in each replica of a global table.',
  check: (table) => everyReplica(table, (settings) => isTrue(settings.at('DeletionProtectionEnabled'), 'it can be deleted by one call')),
};
