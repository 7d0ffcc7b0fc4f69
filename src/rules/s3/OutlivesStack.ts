import { every, fail, pass, resourceOf } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** What empties a bucket when its stack goes, as the CDK calls it. */
const EMPTIES = 'Custom::S3AutoDeleteObjects';

export const rule: Rule = {
  id: 'ZT-S3-012',
  title: 'A bucket outlives its stack, with its objects',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'One slip in a template, or one call, deletes a stack and with it all that the bucket held.',
  remediation: 'Set DeletionPolicy and UpdateReplacePolicy Retain, and use no function that empties the bucket.',
  check(bucket) {
    const emptied = bucket.referrers(EMPTIES).some((one) => resourceOf(one.at('BucketName').value) === bucket);
    return every(
      emptied ? fail('it is emptied when its stack goes', EMPTIES) : pass(),
      ...[bucket.deletionPolicy, bucket.updateReplacePolicy].map((policy): RuleResult => (policy === 'Retain' || policy === 'RetainExceptOnCreate'
        ? pass('retained') : fail('it goes with its stack', 'not retained'))),
    );
  },
};
