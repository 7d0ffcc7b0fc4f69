import { isTrue } from '../../model/judge';
import type { Rule } from '../rule';
import { everyReplica, TABLE_TYPES } from './replicas';

export const rule: Rule = {
  id: 'ZT-DYNAMODB-002',
  title: 'DynamoDB tables have point-in-time recovery enabled',
  severity: 'medium',
  types: TABLE_TYPES,
  rationale: 'Data that an intruder or a bug overwrote can be restored to the second before.',
  remediation: 'Set PointInTimeRecoverySpecification, in each replica of a global table.',
  check: (table) => everyReplica(table, (settings) => isTrue(
    settings.at('PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'), 'point-in-time recovery is not enabled',
  )),
};
