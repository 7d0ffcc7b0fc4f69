import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SNS-004',
  title: 'SNS topic policies grant AWS services access for named source accounts or ARNs only',
  severity: 'medium',
  types: ['AWS::SNS::TopicInlinePolicy', 'AWS::SNS::TopicPolicy'],
  rationale: 'An AWS service acts for every customer: without a source condition, a bucket or rule of another account can publish to this topic (confused deputy).',
  remediation: 'Add a condition on aws:SourceArn or aws:SourceAccount to each Allow statement for a service.',
  check: (policy) => everyStatement(policy, 'PolicyDocument', (statement) => servicesActForNamed(statement)),
};
