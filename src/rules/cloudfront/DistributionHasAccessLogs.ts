import { isOneOf, isPresent, resourceOf, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-006',
  title: 'CloudFront distributions have access logs',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'No other log of the app contains requests that CloudFront serves from its cache.',
  remediation: 'Set Logging with a bucket, or add an AWS::Logs::DeliverySource for the distribution.',
  check: (distribution) => some(
    ...distribution.referrers('AWS::Logs::DeliverySource').filter((source) => resourceOf(source.at('ResourceArn').value) === distribution)
      .map((source) => isOneOf(source.at('LogType'), ['ACCESS_LOGS'], 'it has no access log')),
    isPresent(distribution.at('DistributionConfig', 'Logging', 'Bucket'), 'it has no access log'),
  ),
};
