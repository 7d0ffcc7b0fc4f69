import { Statement, TemplateResource, textOf } from '../../model';
import { every, isOneOf, isTrue } from '../../model/judge';
import { attachedStatements, deniesPlaintext } from '../../model/resource-policies';
import type { RuleResult } from '../rule';

export { isArchive, takesAccessLogs, takesServiceLogs } from '../../graph/log-buckets';

export const PUBLIC_ACCESS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

export function policyOf(bucket: TemplateResource) {
  return attachedStatements(bucket, 'AWS::S3::BucketPolicy', 'Bucket');
}

/** Private, and answering to TLS only. */
export function isPrivate(bucket: TemplateResource): RuleResult {
  return every(
    ...PUBLIC_ACCESS.map((setting) => isTrue(bucket.at('PublicAccessBlockConfiguration', setting), `${setting} is not enabled`)),
    deniesPlaintext(bucket, policyOf(bucket), ['s3:GetObject', 's3:PutObject']),
  );
}

export function isVersioned(bucket: TemplateResource): RuleResult {
  return isOneOf(bucket.at('VersioningConfiguration', 'Status'), ['Enabled'], 'versioning is not enabled');
}

/** Whether a statement is for CloudFront, which reads for whoever made the distribution. */
export function isForCloudFront({ principals }: Statement): boolean {
  return principals.some(({ type, value }) => type === 'Service' && textOf(value) === 'cloudfront.amazonaws.com');
}
