import { everyStatement, letsInNoStranger } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SECRETS-004',
  title: 'The policy of a secret lets nobody in whom it does not name',
  severity: 'critical',
  types: ['AWS::SecretsManager::ResourcePolicy'],
  rationale: 'A secret that everyone may read is none, and one that everyone may write is the attacker\'s.',
  remediation: 'Name the roles, or hold the Allow under aws:PrincipalOrgID.',
  check: (policy) => everyStatement(policy, 'ResourcePolicy', letsInNoStranger),
};
