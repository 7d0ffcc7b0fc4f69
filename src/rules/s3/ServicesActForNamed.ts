import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-S3-006',
  title: 'A bucket policy lets services act for named accounts or sources only',
  severity: 'medium',
  types: ['AWS::S3::BucketPolicy'],
  rationale: 'A service acts for every account that asks it to: a stranger\'s trail or distribution would write to, or read from, this bucket.',
  remediation: 'Set aws:SourceAccount or aws:SourceArn as condition.',
  check: (policy) => everyStatement(policy, 'PolicyDocument', (statement) => servicesActForNamed(statement)),
};
