import { isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LOGS-006',
  title: 'A log group is protected from deletion',
  severity: 'low',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'An intruder who may delete a log group takes the traces away in one call. With protection it takes two, and the first is an alarm.',
  remediation: 'Set DeletionProtectionEnabled to true.',
  check: (group) => isTrue(group.at('DeletionProtectionEnabled'), 'it may be deleted in one call'),
};
