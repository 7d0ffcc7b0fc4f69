import { isForCloudFront } from './buckets';
import { pass } from '../../model/judge';
import { everyStatement, servicesActForNamed } from '../principals';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-S3-016',
  title: 'S3 bucket policies grant CloudFront access for named distributions or accounts only',
  severity: 'high',
  types: ['AWS::S3::BucketPolicy'],
  rationale: 'CloudFront reads for every customer: with its service principal alone, a distribution of any account publishes the objects of the bucket (confused deputy).',
  remediation: 'Add a condition on aws:SourceArn with the ARN of the distribution, as origin access control does.',
  check: (policy) => everyStatement(policy, 'PolicyDocument', (statement) => (isForCloudFront(statement) ? servicesActForNamed(statement) : pass())),
};
