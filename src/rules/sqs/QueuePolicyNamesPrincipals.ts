import { everyStatement, letsInNoStranger } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SQS-003',
  title: 'SQS queue policies grant access to named principals only',
  severity: 'critical',
  types: ['AWS::SQS::QueueInlinePolicy', 'AWS::SQS::QueuePolicy'],
  rationale: 'A principal that a queue policy allows needs no IAM permission in this account: with any principal allowed, every AWS account can send and receive.',
  remediation: 'Name principals, or add a condition on aws:PrincipalOrgID, aws:PrincipalAccount or aws:SourceArn to the Allow statement.',
  check: (policy) => everyStatement(policy, 'PolicyDocument', letsInNoStranger),
};
