import { everyStatement, letsInNoStranger } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SNS-003',
  title: 'SNS topic policies grant access to named principals only',
  severity: 'critical',
  types: ['AWS::SNS::TopicInlinePolicy', 'AWS::SNS::TopicPolicy'],
  rationale: 'A principal that a topic policy allows needs no IAM permission in this account: with any principal allowed, every AWS account can publish and subscribe.',
  remediation: 'Name principals, or add a condition on aws:PrincipalOrgID, aws:PrincipalAccount or aws:SourceArn to the Allow statement.',
  check: (policy) => everyStatement(policy, 'PolicyDocument', letsInNoStranger),
};
