import { decide, isPresent, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-017',
  title: 'Lambda layer permissions grant access to named accounts or an organization only',
  severity: 'high',
  types: ['AWS::Lambda::LayerVersionPermission'],
  rationale: 'A layer is code: when it is public, every AWS account can download it.',
  remediation: 'Set Principal to an account ID, or to `*` with OrganizationId.',
  check: (permission) => some(
    decide(permission.at('Principal'), 'it grants access to any principal', (principal) => /^[^*]+$/.test(String(principal ?? ''))),
    isPresent(permission.at('OrganizationId'), 'it grants access to any principal'),
  ),
};
