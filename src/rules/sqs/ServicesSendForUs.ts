import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SQS-004',
  title: 'A queue policy lets services send for named accounts or sources only',
  severity: 'medium',
  types: ['AWS::SQS::QueueInlinePolicy', 'AWS::SQS::QueuePolicy'],
  rationale: 'A service acts for every customer: without a source, somebody else\'s bucket, rule or topic sends to this queue (the confused deputy).',
  remediation: 'Hold each Allow for a service under aws:SourceArn or aws:SourceAccount.',
  check: (policy) => everyStatement(policy, 'PolicyDocument', (statement) => servicesActForNamed(statement)),
};
