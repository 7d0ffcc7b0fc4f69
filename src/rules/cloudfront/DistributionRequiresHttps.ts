import { every, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';
import { behaviorsOf } from './behaviors';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-001',
  title: 'CloudFront distributions require HTTPS for viewer connections',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'Requests and responses over plain HTTP can be read and changed on the network path.',
  remediation: 'Set ViewerProtocolPolicy to https-only or redirect-to-https in every behavior.',
  check: (distribution) => every(...behaviorsOf(distribution).map((behavior) => isOneOf(
    behavior.at('ViewerProtocolPolicy'), ['https-only', 'redirect-to-https'], 'it serves content over plain HTTP',
  ))),
};
