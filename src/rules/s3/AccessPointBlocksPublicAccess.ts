import { every, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

const PUBLIC_ACCESS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

export const rule: Rule = {
  id: 'ZT-S3-014',
  title: 'S3 access points block public access',
  severity: 'high',
  types: ['AWS::S3::AccessPoint', 'AWS::S3::MultiRegionAccessPoint'],
  rationale: 'Block Public Access settings of an access point cannot be changed after its creation.',
  remediation: 'Omit PublicAccessBlockConfiguration, which blocks all public access, or set all four settings to true.',
  check: (point) => every(...PUBLIC_ACCESS.map((setting) => isOneOf(
    point.at('PublicAccessBlockConfiguration', setting), ['true', undefined], `${setting} is not enabled`,
  ))),
};
