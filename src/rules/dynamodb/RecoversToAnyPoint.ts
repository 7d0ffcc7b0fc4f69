import { isTrue } from '../../model/judge';
import type { Rule } from '../rule';
import { everyReplica, TABLE_TYPES } from './replicas';

export const rule: Rule = {
  id: 'ZT-DYNAMODB-002',
  title: 'A table can be restored to any point in time',
  severity: 'medium',
  types: TABLE_TYPES,
  rationale: 'What an intruder or a fault wrote over is still there a second before.',
  remediation: 'Set PointInTimeRecoverySpecification, in each replica of a global table.',
  check: (table) => everyReplica(table, (settings) => isTrue(
    settings.at('PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'), 'it cannot be restored to a point in time',
  )),
};
