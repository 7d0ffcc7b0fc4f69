import { TemplateResource, textOf } from '../../model';
import { someBeside } from '../../model/beside';
import { pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

const STREAMS = ['AWS::KinesisFirehose::DeliveryStream', 'AWS::Kinesis::Stream', 'AWS::Logs::Destination'];

export const rule: Rule = {
  id: 'ZT-LOGS-009',
  title: 'All log groups have a subscription filter if any log group is forwarded to a stream',
  severity: 'low',
  types: ['AWS::Logs::LogGroup'],
  rationale: 'A search across forwarded logs misses the events of a log group that is not forwarded.',
  remediation: 'Add an AWS::Logs::SubscriptionFilter to the log group, or one AWS::Logs::AccountPolicy of type SUBSCRIPTION_FILTER_POLICY for all. The log group of the '
    + 'delivery stream itself, and of the function that transforms its records, is exempt, because it would forward its own logs in a loop.',
  check(group, model) {
    if (!model.ofType('AWS::Logs::SubscriptionFilter').some((filter) => filter.exists() && goesToStream(filter))) return pass('no single log groups are forwarded');
    const own = group.referrers('AWS::Logs::SubscriptionFilter').some((filter) => resourceOf(filter.at('LogGroupName').value) === group);
    if (own || isOfStream(group)) return pass('forwarded');
    const finding = 'it is not forwarded, but other log groups are';
    return someBeside(group, model.ofType('AWS::Logs::AccountPolicy').filter(forwardsAll), finding, 'no AWS::Logs::SubscriptionFilter');
  },
};

function goesToStream(filter: TemplateResource): boolean {
  const { value } = filter.at('DestinationArn');
  return resourceOf(value, ...STREAMS) !== undefined || /^arn:[^:]+:(firehose|kinesis|logs):/.test(textOf(value) ?? '');
}

/** Each account has such a policy of its own in each Region. */
function forwardsAll(policy: TemplateResource): boolean {
  return textOf(policy.at('PolicyType').value) === 'SUBSCRIPTION_FILTER_POLICY';
}

/** A stream that forwarded what it logs about itself, or what its function logs, would never come to an end. */
function isOfStream(group: TemplateResource): boolean {
  const transforms = group.referrers('AWS::Lambda::Function').filter((fn) => resourceOf(fn.at('LoggingConfig', 'LogGroup').value) === group);
  return [group, ...transforms].some((one) => one.referrers('AWS::KinesisFirehose::DeliveryStream').length > 0);
}
