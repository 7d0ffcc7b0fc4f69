import { TemplateResource, textOf } from '../../model';
import { isBeside } from '../../model/beside';
import { fail, isOneOf, isPresent, resourceOf, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-006',
  title: 'CloudFront distributions have access logs',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'No other log of the app contains requests that CloudFront serves from its cache.',
  remediation: 'Set Logging with a bucket, or add an AWS::Logs::DeliverySource for the distribution and an AWS::Logs::Delivery of it.',
  check: (distribution) => some(
    ...distribution.referrers('AWS::Logs::DeliverySource').filter((source) => resourceOf(source.at('ResourceArn').value) === distribution)
      .map((source) => (isDelivered(source) ? isOneOf(source.at('LogType'), ['ACCESS_LOGS'], 'it has no access log') : fail('its access log is delivered nowhere'))),
    isPresent(distribution.at('DistributionConfig', 'Logging', 'Bucket'), 'it has no access log'),
  ),
};

/** A source alone sends nothing: a delivery connects it to a destination, by reference or by its name. */
function isDelivered(source: TemplateResource): boolean {
  const name = textOf(source.at('Name').value);
  return source.stack.model.ofType('AWS::Logs::Delivery').filter((delivery) => isBeside(delivery, source) === 'yes' && delivery.exists()).map((delivery) => delivery.at('DeliverySourceName').value)
    .some((value) => resourceOf(value) === source || (name !== undefined && textOf(value) === name));
}
