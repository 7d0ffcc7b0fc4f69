import { textOf } from '../../model';
import { every, fail, isNotEmpty, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { isPrivate, isVersioned, policyOf, takesAccessLogs } from './buckets';
import type { TemplateResource } from '../../model';

export const rule: Rule = {
  id: 'ZT-S3-002',
  title: 'S3 access log buckets are private, TLS-only, versioned, encrypted and writable by S3 only',
  severity: 'medium',
  types: ['AWS::S3::Bucket'],
  rationale: 'Access logs are evidence: any other principal that can write them can forge them.',
  remediation: 'Set encryption, versioning and Block Public Access, deny requests without TLS, and allow s3:PutObject to '
    + 'logging.s3.amazonaws.com only.',
  check(bucket) {
    if (!takesAccessLogs(bucket)) return pass('not an access log bucket');
    return every(
      isPrivate(bucket),
      isVersioned(bucket),
      isNotEmpty(bucket.at('BucketEncryption', 'ServerSideEncryptionConfiguration'), 'it has no BucketEncryption'),
      writtenByS3(bucket),
    );
  },
};

function writtenByS3(bucket: TemplateResource): RuleResult {
  const { statements, readable } = policyOf(bucket);
  if (!readable) return unknown('its bucket policy is not known before deployment');
  const writers = statements.filter((statement) => statement.allows && (statement.hasNotAction || statement.covers(['s3:PutObject'])))
    .flatMap((statement) => statement.principals.map((principal) => textOf(principal.value) ?? '?'));
  const others = writers.filter((writer) => writer !== 'logging.s3.amazonaws.com');
  if (others.length > 0) return fail('principals other than S3 log delivery can write to it', others.join(', '));
  if (writers.length > 0) return pass(writers.join(', '));
  return writtenByAcl(bucket) ? pass('LogDeliveryWrite') : fail('S3 log delivery cannot write to it', 'no statement for logging.s3.amazonaws.com');
}

/** The older way, which S3 still takes where access lists count. */
function writtenByAcl(bucket: TemplateResource): boolean {
  const ownership = bucket.at('OwnershipControls', 'Rules').items().map((one) => textOf(one.at('ObjectOwnership').value) ?? '');
  return textOf(bucket.at('AccessControl').value) === 'LogDeliveryWrite' && ownership.some((owner) => ['ObjectWriter', 'BucketOwnerPreferred'].includes(owner));
}
