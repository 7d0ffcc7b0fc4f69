import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SQS-004',
  title: 'SQS queue policies grant AWS services access for named source accounts or ARNs only',
  severity: 'medium',
  types: ['AWS::SQS::QueueInlinePolicy', 'AWS::SQS::QueuePolicy'],
  rationale: 'An AWS service acts for every customer: without a source condition, a bucket, rule or topic of another account can send to this queue (confused deputy).',
  remediation: 'Add a condition on aws:SourceArn or aws:SourceAccount to each Allow statement for a service.',
  check: (policy) => everyStatement(policy, 'PolicyDocument', (statement) => servicesActForNamed(statement)),
};
