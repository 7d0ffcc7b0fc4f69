import { everyStatement, letsInNoStranger } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-005',
  title: 'A role lets nobody assume it whom it does not name',
  severity: 'critical',
  types: ['AWS::IAM::Role'],
  rationale: 'A trust policy with everyone as principal hands the role to any account of AWS; an external id is no secret.',
  remediation: 'Name the service, role or account, or hold the Allow under aws:PrincipalOrgID.',
  check: (role) => everyStatement(role, 'AssumeRolePolicyDocument', letsInNoStranger),
};
