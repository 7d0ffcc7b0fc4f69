import { Expression } from '../../model';
import { decide, every } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { behaviorsOf } from './behaviors';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-013',
  title: 'CloudFront distributions have no trusted signers for signed URLs and cookies',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'Only the root user of an account can create and rotate the key pairs of a trusted signer, so they are rarely rotated.',
  remediation: 'Remove TrustedSigners and set TrustedKeyGroups to an AWS::CloudFront::KeyGroup.',
  check: (distribution) => every(...behaviorsOf(distribution).map(hasNoSigner)),
};

function hasNoSigner(behavior: Expression): RuleResult {
  return decide(behavior.at('TrustedSigners'), 'it has trusted signers, which use root user key pairs',
    (value) => value === undefined || (Array.isArray(value) && value.length === 0));
}
