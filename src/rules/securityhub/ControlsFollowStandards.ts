import { every, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SECURITYHUB-001',
  title: 'Security Hub checks by standards, also by controls that come later',
  severity: 'medium',
  types: ['AWS::SecurityHub::Hub'],
  rationale: 'A hub without standards checks nothing; without new controls it stays at what was known when it was made.',
  remediation: 'Leave AutoEnableControls on, and leave EnableDefaultStandards on or add an AWS::SecurityHub::Standard.',
  check: (hub, model) => every(
    isOneOf(hub.at('AutoEnableControls'), ['true', undefined], 'it does not take up new controls'),
    model.ofType('AWS::SecurityHub::Standard').some((standard) => standard.exists()) ? pass('a standard')
      : isOneOf(hub.at('EnableDefaultStandards'), ['true', undefined], 'it checks by no standard'),
  ),
};
