import { isForCloudFront } from './buckets';
import { pass } from '../../model/judge';
import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-S3-006',
  title: 'S3 bucket policies grant AWS services access for named source accounts or ARNs only',
  severity: 'medium',
  types: ['AWS::S3::BucketPolicy'],
  rationale: 'An AWS service acts for every customer: a trail or distribution of another account can write to, or read from, this bucket (confused deputy).',
  remediation: 'Add a condition on aws:SourceAccount or aws:SourceArn to each Allow statement for a service.',
  check: (policy) => everyStatement(policy, 'PolicyDocument', (statement) => (
    isForCloudFront(statement) ? pass('CloudFront: see ZT-S3-016') : servicesActForNamed(statement))),
};
