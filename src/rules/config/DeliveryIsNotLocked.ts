import { every, isOneOf, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CONFIG-005',
  title: 'The bucket that AWS Config delivers to is not locked by default, but keeps versions',
  severity: 'medium',
  types: ['AWS::Config::DeliveryChannel'],
  // source: AWS Config developer guide, "Managing the Delivery Channel"
  rationale: 'AWS Config does not deliver to a bucket that locks new objects by default. Versions keep what somebody would write over.',
  remediation: 'Deliver to a bucket of its own, with versioning and without a default retention, and not to the locked bucket of an audit trail.',
  check(channel) {
    const bucket = resourceOf(channel.at('S3BucketName').value, 'AWS::S3::Bucket');
    if (!bucket) return pass('a bucket of another app');
    return every(
      isOneOf(bucket.at('ObjectLockConfiguration', 'Rule', 'DefaultRetention', 'Mode'), [undefined], 'its bucket is locked by default, so nothing is delivered'),
      isOneOf(bucket.at('VersioningConfiguration', 'Status'), ['Enabled'], 'its bucket keeps no versions'),
    );
  },
};
