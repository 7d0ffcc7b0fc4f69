import { every, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';
import { takesServiceLogs } from './buckets';

/** CloudFront and the older log delivery of S3 write by access lists. */
const FOR_LOGS = ['BucketOwnerPreferred', 'ObjectWriter'];

export const rule: Rule = {
  id: 'ZT-S3-010',
  title: 'Access to a bucket is by policy, and not by access lists',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'An access list is set by who writes the object: it lets others in past every policy, and nobody sees it in one place.',
  remediation: 'Leave AccessControl out, and ObjectOwnership at BucketOwnerEnforced.',
  check(bucket) {
    const rules = bucket.at('OwnershipControls', 'Rules').items();
    if (takesServiceLogs(bucket)) {
      return every(
        ...rules.map((one) => isOneOf(one.at('ObjectOwnership'), ['BucketOwnerEnforced', ...FOR_LOGS], 'its ownership is not known')),
        isOneOf(bucket.at('AccessControl'), ['LogDeliveryWrite', 'Private', undefined], 'its access list lets others in'),
      );
    }
    return every(
      pass(`${rules.length} rules of ownership`),
      ...rules.map((one) => isOneOf(one.at('ObjectOwnership'), ['BucketOwnerEnforced'], 'who writes an object may let others in by access lists')),
      isOneOf(bucket.at('AccessControl'), ['BucketOwnerFullControl', 'BucketOwnerRead', 'Private', undefined], 'its access list lets others in'),
    );
  },
};
