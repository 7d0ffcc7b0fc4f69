import { every, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';
import { takesServiceLogs } from './buckets';

/** CloudFront and the older log delivery of S3 write by access lists. */
const FOR_LOGS = ['BucketOwnerPreferred', 'ObjectWriter'];

export const rule: Rule = {
  id: 'ZT-S3-010',
  title: 'S3 buckets have ACLs disabled, except for log delivery',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'The writer of an object can set its ACL: it grants access outside of every policy, and ACLs of objects cannot be reviewed in one place.',
  remediation: 'Omit AccessControl, and keep ObjectOwnership at BucketOwnerEnforced.',
  check(bucket) {
    const rules = bucket.at('OwnershipControls', 'Rules').items();
    if (takesServiceLogs(bucket)) {
      return every(
        ...rules.map((one) => isOneOf(one.at('ObjectOwnership'), ['BucketOwnerEnforced', ...FOR_LOGS], 'its ObjectOwnership is not a valid value')),
        isOneOf(bucket.at('AccessControl'), ['LogDeliveryWrite', 'Private', undefined], 'its ACL grants access to others'),
      );
    }
    return every(
      pass(`${rules.length} ownership rules`),
      ...rules.map((one) => isOneOf(one.at('ObjectOwnership'), ['BucketOwnerEnforced'], 'writers of objects can grant access with ACLs')),
      isOneOf(bucket.at('AccessControl'), ['BucketOwnerFullControl', 'BucketOwnerRead', 'Private', undefined], 'its ACL grants access to others'),
    );
  },
};
