import { decide, isPresent, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-017',
  title: 'A layer is shared with named accounts or an organisation',
  severity: 'high',
  types: ['AWS::Lambda::LayerVersionPermission'],
  rationale: 'A layer is code: shared with everyone, anyone reads what is in it.',
  remediation: 'Set Principal to an account, or OrganizationId beside `*`.',
  check: (permission) => some(
    decide(permission.at('Principal'), 'it shares the layer with everyone', (principal) => typeof principal === 'string' && !/^\*?$/.test(principal)),
    isPresent(permission.at('OrganizationId'), 'it shares the layer with everyone'),
  ),
};
