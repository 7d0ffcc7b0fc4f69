import { every, isOneOf, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CONFIG-005',
  title: 'AWS Config delivery buckets are versioned and have no default Object Lock retention',
  severity: 'medium',
  types: ['AWS::Config::DeliveryChannel'],
  // source: AWS Config developer guide, "Managing the Delivery Channel"
  rationale: 'AWS Config does not deliver to a bucket with default Object Lock retention. Versioning keeps objects that are overwritten.',
  remediation: 'Deliver to a dedicated bucket with versioning and without default retention, and not to the locked bucket of an audit trail.',
  check(channel) {
    const bucket = resourceOf(channel.at('S3BucketName').value, 'AWS::S3::Bucket');
    if (!bucket) return pass('a bucket outside of these templates');
    return every(
      isOneOf(bucket.at('ObjectLockConfiguration', 'Rule', 'DefaultRetention', 'Mode'), [undefined], 'its bucket has default Object Lock retention, so nothing is delivered'),
      isOneOf(bucket.at('VersioningConfiguration', 'Status'), ['Enabled'], 'its bucket is not versioned'),
    );
  },
};
