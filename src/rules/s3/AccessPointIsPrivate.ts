import { every, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

const PUBLIC_ACCESS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

export const rule: Rule = {
  id: 'ZT-S3-014',
  title: 'An access point blocks public access',
  severity: 'high',
  types: ['AWS::S3::AccessPoint', 'AWS::S3::MultiRegionAccessPoint'],
  rationale: 'The settings of an access point cannot be changed once it is made: one that takes public policies does so for ever.',
  remediation: 'Leave PublicAccessBlockConfiguration out, which blocks all, or set all four of it.',
  check: (point) => every(...PUBLIC_ACCESS.map((setting) => isOneOf(
    point.at('PublicAccessBlockConfiguration', setting), ['true', undefined], `it does not have ${setting}`,
  ))),
};
