import { readAll } from '../../model/resource-policies';
import { isOpenToAnyone } from '../open-statements';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-S3-005',
  title: 'A bucket policy lets nobody in whom it does not name',
  severity: 'critical',
  types: ['AWS::S3::AccessPoint', 'AWS::S3::BucketPolicy'],
  rationale: 'A statement for everyone publishes the bucket. The public access block is the second line, and one call takes it away.',
  remediation: 'Name principals, or set a condition on account, organisation, VPC endpoint or source.',
  check: (policy) => isOpenToAnyone(readAll([policy.at(policy.type === 'AWS::S3::AccessPoint' ? 'Policy' : 'PolicyDocument')].filter((one) => !one.isAbsent))),
};
