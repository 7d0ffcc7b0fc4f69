import { isOneOf, isPresent, resourceOf, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-006',
  title: 'A distribution logs requests',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'What the edge answers from its cache, no other log of the app ever sees.',
  remediation: 'Set Logging with a bucket, or deliver by an AWS::Logs::DeliverySource for the distribution.',
  check: (distribution) => some(
    ...distribution.referrers('AWS::Logs::DeliverySource').filter((source) => resourceOf(source.at('ResourceArn').value) === distribution)
      .map((source) => isOneOf(source.at('LogType'), ['ACCESS_LOGS'], 'it logs no requests')),
    isPresent(distribution.at('DistributionConfig', 'Logging', 'Bucket'), 'it logs no requests'),
  ),
};
