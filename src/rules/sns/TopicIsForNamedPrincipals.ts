import { everyStatement, letsInNoStranger } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SNS-003',
  title: 'A topic policy lets nobody in whom it does not name',
  severity: 'critical',
  types: ['AWS::SNS::TopicInlinePolicy', 'AWS::SNS::TopicPolicy'],
  rationale: 'Whom a topic policy allows needs no permission of this account: with everyone allowed, any account of AWS sends and receives.',
  remediation: 'Name principals, or hold the Allow under a condition on aws:PrincipalOrgID, aws:PrincipalAccount or aws:SourceArn.',
  check: (policy) => everyStatement(policy, 'PolicyDocument', letsInNoStranger),
};
