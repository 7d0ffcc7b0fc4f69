import { textOf } from '../../model';
import { every, fail, isNotEmpty, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { isPrivate, isVersioned, policyOf, takesAccessLogs } from './buckets';
import type { TemplateResource } from '../../model';

export const rule: Rule = {
  id: 'ZT-S3-002',
  title: 'A bucket of access logs is private, versioned and encrypted, and written by S3 alone',
  severity: 'high',
  types: ['AWS::S3::Bucket'],
  rationale: 'Access logs are evidence: who else may write them can forge them.',
  remediation: 'Set encryption, versioning and the public access block, deny calls without TLS, and allow s3:PutObject to '
    + 'logging.s3.amazonaws.com only.',
  check(bucket) {
    if (!takesAccessLogs(bucket)) return pass('no access logs');
    return every(
      isPrivate(bucket),
      isVersioned(bucket),
      isNotEmpty(bucket.at('BucketEncryption', 'ServerSideEncryptionConfiguration'), 'it declares no encryption'),
      writtenByS3(bucket),
    );
  },
};

function writtenByS3(bucket: TemplateResource): RuleResult {
  const { statements, readable } = policyOf(bucket);
  if (!readable) return unknown('who may write to it is not known before deployment');
  const writers = statements.filter((statement) => statement.allows && (statement.hasNotAction || statement.covers(['s3:PutObject'])))
    .flatMap((statement) => statement.principals.map((principal) => textOf(principal.value) ?? '?'));
  const others = writers.filter((writer) => writer !== 'logging.s3.amazonaws.com');
  if (others.length > 0) return fail('others than S3 may write its logs', others.join(', '));
  if (writers.length > 0) return pass(writers.join(', '));
  return writtenByAcl(bucket) ? pass('LogDeliveryWrite') : fail('S3 may not write its logs', 'no statement for logging.s3.amazonaws.com');
}

/** The older way, which S3 still takes where access lists count. */
function writtenByAcl(bucket: TemplateResource): boolean {
  const ownership = bucket.at('OwnershipControls', 'Rules').items().map((one) => textOf(one.at('ObjectOwnership').value) ?? '');
  return textOf(bucket.at('AccessControl').value) === 'LogDeliveryWrite' && ownership.some((owner) => ['ObjectWriter', 'BucketOwnerPreferred'].includes(owner));
}
