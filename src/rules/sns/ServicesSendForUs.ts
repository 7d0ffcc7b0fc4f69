import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SNS-004',
  title: 'A topic policy lets services send for named accounts or sources only',
  severity: 'medium',
  types: ['AWS::SNS::TopicInlinePolicy', 'AWS::SNS::TopicPolicy'],
  rationale: 'A service acts for every customer: without a source, somebody else\'s bucket, rule or topic sends to this topic (the confused deputy).',
  remediation: 'Hold each Allow for a service under aws:SourceArn or aws:SourceAccount.',
  check: (policy) => everyStatement(policy, 'PolicyDocument', (statement) => servicesActForNamed(statement)),
};
