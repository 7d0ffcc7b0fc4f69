import { someBeside } from '../../model/beside';
import { every, isOneOf, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SECURITYHUB-001',
  title: 'Security Hub has a standard enabled and enables new controls automatically',
  severity: 'medium',
  types: ['AWS::SecurityHub::Hub'],
  rationale: 'Without standards, Security Hub checks nothing; without new controls, its checks stay at the state of its creation.',
  remediation: 'Keep AutoEnableControls enabled, and keep EnableDefaultStandards enabled or add an AWS::SecurityHub::Standard.',
  check: (hub, model) => every(
    isOneOf(hub.at('AutoEnableControls'), ['true', undefined], 'it does not enable new controls automatically'),
    some(
      someBeside(hub, model.ofType('AWS::SecurityHub::Standard'), 'it has no standard', 'no AWS::SecurityHub::Standard'),
      isOneOf(hub.at('EnableDefaultStandards'), ['true', undefined], 'it has no standard'),
    ),
  ),
};
