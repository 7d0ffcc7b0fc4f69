import { everyStatement, letsInNoStranger } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SECRETS-004',
  title: 'Secrets Manager resource policies grant access to named principals only',
  severity: 'critical',
  types: ['AWS::SecretsManager::ResourcePolicy'],
  rationale: 'A secret that any principal can read is not secret, and one that any principal can write is under the control of an attacker.',
  remediation: 'Name the roles, or add a condition on aws:PrincipalOrgID to the Allow statement.',
  check: (policy) => everyStatement(policy, 'ResourcePolicy', letsInNoStranger),
};
