import type { TemplateResource } from '../model';
import { resourceOf } from '../model/judge';

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

/** What trails and logs are written to: a trail that recorded it would record itself without end. */
export function isLogBucket(store: TemplateResource): boolean {
  return store.type === 'AWS::S3::Bucket' && (isArchive(store) || takesServiceLogs(store));
}
