import { every, fail, pass, resourceOf } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** What empties a bucket when its stack goes, as the CDK calls it. */
const EMPTIES = 'Custom::S3AutoDeleteObjects';

export const rule: Rule = {
  id: 'ZT-S3-012',
  title: 'S3 buckets are retained on stack deletion and replacement, and not emptied',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'A mistake in a template, or a single API call, deletes a stack and with it all objects of the bucket.',
  remediation: 'Set DeletionPolicy and UpdateReplacePolicy to Retain, and do not use a custom resource that empties the bucket.',
  check(bucket) {
    const emptied = bucket.referrers(EMPTIES).some((one) => resourceOf(one.at('BucketName').value) === bucket);
    return every(
      emptied ? fail('it is emptied when its stack is deleted', EMPTIES) : pass(),
      ...[bucket.deletionPolicy, bucket.updateReplacePolicy].map((policy): RuleResult => (policy === 'Retain' || policy === 'RetainExceptOnCreate'
        ? pass('retained') : fail('it is deleted with its stack or when it is replaced', 'not retained'))),
    );
  },
};
