import { Expression } from '../../model';
import { decide, every } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { behaviorsOf } from './behaviors';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-013',
  title: 'URLs and cookies are signed by keys of a key group, and not of the root user',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'Keys of a trusted signer are made, changed and kept by the root user of an account alone, so nobody rotates them.',
  remediation: 'Take TrustedSigners away and set TrustedKeyGroups to an AWS::CloudFront::KeyGroup.',
  check: (distribution) => every(...behaviorsOf(distribution).map(hasNoSigner)),
};

function hasNoSigner(behavior: Expression): RuleResult {
  return decide(behavior.at('TrustedSigners'), 'keys of a root user sign URLs and cookies',
    (value) => value === undefined || (Array.isArray(value) && value.length === 0));
}
