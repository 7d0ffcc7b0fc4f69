import { everyStatement, letsInNoStranger } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-005',
  title: 'A role lets nobody assume it whom it does not name',
  severity: 'critical',
  types: ['AWS::IAM::Role'],
  rationale: 'A trust policy with everyone as principal hands the role to any account of AWS; an external id is no secret.',
  remediation: 'Name the service, role or account, or hold the Allow under aws:PrincipalOrgID.',
  controls: ['NIST 800-53 AC-3', 'NIST 800-53 IA-2', 'PCI DSS 7.2.1', 'CSA-12 SAS-2'],
  check: (role) => everyStatement(role, 'AssumeRolePolicyDocument', letsInNoStranger),
};
