import { every, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';
import { behaviorsOf } from './behaviors';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-001',
  title: 'Viewers reach a distribution by TLS only',
  severity: 'high',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'What is asked for in the clear is read, and changed, by everyone on the way.',
  remediation: 'Set ViewerProtocolPolicy to https-only or redirect-to-https in every behavior.',
  check: (distribution) => every(...behaviorsOf(distribution).map((behavior) => isOneOf(
    behavior.at('ViewerProtocolPolicy'), ['https-only', 'redirect-to-https'], 'it answers without TLS',
  ))),
};
