import { Statement, TemplateResource, textOf } from '../../model';
import { every, isOneOf, isTrue, resourceOf } from '../../model/judge';
import { attachedStatements, deniesPlaintext } from '../../model/resource-policies';
import type { RuleResult } from '../rule';

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

/** Whether a trail delivers to the bucket. AWS Config delivers to none that is locked by default, see ZT-CONFIG-005. */
export function isArchive(bucket: TemplateResource): boolean {
  return bucket.referrers('AWS::CloudTrail::Trail').some((trail) => resourceOf(trail.at('S3BucketName').value) === bucket);
}

/** Whether other buckets log their accesses to the bucket. */
export function takesAccessLogs(bucket: TemplateResource): boolean {
  return bucket.referrers('AWS::S3::Bucket')
    .some((source) => resourceOf(source.at('LoggingConfiguration', 'DestinationBucketName').value) === bucket);
}

/** Whether a service writes its logs to the bucket that takes no key of one's own there: S3, CloudFront or a load balancer. */
export function takesServiceLogs(bucket: TemplateResource): boolean {
  return takesAccessLogs(bucket)
    || bucket.referrers('AWS::CloudFront::Distribution')
      .some((source) => resourceOf(source.at('DistributionConfig', 'Logging', 'Bucket').value) === bucket)
    || bucket.referrers('AWS::ElasticLoadBalancingV2::LoadBalancer')
      .some((source) => source.at('LoadBalancerAttributes').items().some((attribute) => resourceOf(attribute.at('Value').value) === bucket));
}

/** Whether a statement is for CloudFront, which reads for whoever made the distribution. */
export function isForCloudFront({ principals }: Statement): boolean {
  return principals.some(({ type, value }) => type === 'Service' && textOf(value) === 'cloudfront.amazonaws.com');
}
