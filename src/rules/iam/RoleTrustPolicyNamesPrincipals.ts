import { everyStatement, letsInNoStranger } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-IAM-005',
  title: 'IAM role trust policies grant access to named principals only',
  severity: 'critical',
  types: ['AWS::IAM::Role'],
  rationale: 'A trust policy with any principal allows every AWS account to assume the role; an external ID is not a secret.',
  remediation: 'Name the service, role or account, or add a condition on aws:PrincipalOrgID to the Allow statement.',
  check: (role) => everyStatement(role, 'AssumeRolePolicyDocument', letsInNoStranger),
};
