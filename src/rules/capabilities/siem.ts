import { TemplateModel, TemplateResource, textOf } from '../../model';
import { every, fail, isThere, isTrue, pass, resourceOf, unknown } from '../../model/judge';
import type { RuleResult } from '../rule';
import { capability } from './capability';

/** Destinations of Firehose that are other systems, and not a bucket. */
const DESTINATIONS = [
  'AmazonOpenSearchServerlessDestinationConfiguration', 'AmazonopensearchserviceDestinationConfiguration', 'HttpEndpointDestinationConfiguration',
  'SnowflakeDestinationConfiguration', 'SplunkDestinationConfiguration',
];
const SENDERS = ['AWS::Events::Rule', 'AWS::Logs::SubscriptionFilter', 'AWS::SNS::Subscription', 'AWS::WAFv2::LoggingConfiguration'];
/** A destination of CloudWatch Logs, by which another account takes logs. */
const LOG_DESTINATION = /^arn:[^:]*:logs:[^:]*:[^:]*:destination:/;

export const siem = capability('siem', '009', {
  title: 'The app exports logs or findings to a SIEM',
  types: ['AWS::KinesisFirehose::DeliveryStream', 'AWS::Logs::SubscriptionFilter', 'AWS::SecurityLake::Subscriber'],
  rationale: 'An attack shows in the sum of many logs. Those that stay in their account are correlated with nothing, and an intruder there can delete them.',
  remediation: 'Send logs to a delivery stream or to the log archive account, or name what exports them: Capability.SIEM.providedBy(name, arn, owner).',
}, (resource, model) => {
  switch (resource.type) {
    case 'AWS::KinesisFirehose::DeliveryStream': return every(hasDestination(resource), isFed(resource, model));
    case 'AWS::Logs::SubscriptionFilter': return leavesAccount(resource);
    default: return pass('a subscriber of Security Lake');
  }
});

function hasDestination(stream: TemplateResource): RuleResult {
  const toBucket = stream.at('ExtendedS3DestinationConfiguration');
  if (isThere(toBucket)) return isLake(stream);
  const destinations = DESTINATIONS.map((key) => stream.at(key));
  if (destinations.some(isThere)) return pass('a SIEM');
  return destinations.some(({ value }) => value.kind === 'unknown') ? unknown('its destination is not known before deployment') : fail('it delivers to no SIEM', 'no such destination');
}

/**
 * A bucket is a SIEM where a function normalises what goes into it, nothing deletes it before its time, and tables are there to query it: what
 * `SiemExport` makes. Another bucket is an archive.
 */
function isLake(stream: TemplateResource): RuleResult {
  const destination = stream.at('ExtendedS3DestinationConfiguration');
  const processing = destination.at('ProcessingConfiguration');
  const isTransformed = processing.at('Processors').items().some((processor) => textOf(processor.at('Type').value) === 'Lambda');
  const bucket = resourceOf(destination.at('BucketARN').value, 'AWS::S3::Bucket');
  if (!bucket) return fail('it delivers to no SIEM, and its bucket is not in the app', 'a bucket');
  const isQueried = bucket.referrers('AWS::Glue::Table').some((table) => table.exists());
  return every(
    isTrue(processing.at('Enabled'), 'it delivers to a bucket without normalising'),
    isTransformed ? pass('a function') : fail('it delivers to a bucket without normalising', 'no function'),
    isTrue(bucket.at('ObjectLockEnabled'), 'it delivers to a bucket without an object lock'),
    isThere(bucket.at('ObjectLockConfiguration', 'Rule', 'DefaultRetention', 'Mode')) ? pass() : fail('it delivers to a bucket whose object lock has no default retention'),
    isQueried ? pass('tables') : fail('it delivers to a bucket that no table of Glue reads', 'no table'),
  );
}

/** A stream that nothing writes to exports nothing. */
function isFed(stream: TemplateResource, model: TemplateModel): RuleResult {
  if (isThere(stream.at('KinesisStreamSourceConfiguration')) || isThere(stream.at('MSKSourceConfiguration')) || stream.referrers(...SENDERS).length > 0) return pass('it is fed');
  const maybe = model.ofType('AWS::Logs::SubscriptionFilter').some((filter) => filter.exists() && filter.at('DestinationArn').value.kind === 'unknown');
  return maybe ? unknown('whether anything writes to it is not known before deployment') : fail('nothing writes to it', 'no subscription filter or event rule');
}

function leavesAccount(filter: TemplateResource): RuleResult {
  const { value } = filter.at('DestinationArn');
  if (value.kind === 'unknown') return unknown('its destination is not known before deployment');
  return LOG_DESTINATION.test(textOf(value) ?? '') ? pass(textOf(value)) : fail('it sends to no log destination', textOf(value));
}
