import { readAll } from '../../model/resource-policies';
import { isOpenToAnyone } from '../open-statements';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-S3-005',
  title: 'S3 bucket and access point policies grant access to named principals or networks only',
  severity: 'critical',
  types: ['AWS::S3::AccessPoint', 'AWS::S3::BucketPolicy'],
  rationale: 'An Allow statement for any principal makes the bucket public. Block Public Access is only a second line of defense that a single API call removes.',
  remediation: 'Name principals, or add a condition on the account, organization, VPC endpoint or source.',
  check: (policy) => isOpenToAnyone(readAll([policy.at(policy.type === 'AWS::S3::AccessPoint' ? 'Policy' : 'PolicyDocument')].filter((one) => !one.isAbsent))),
};
