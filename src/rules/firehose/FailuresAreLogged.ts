import { Expression } from '../../model';
import { every, fail, isPresent, isTrue } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-FIREHOSE-002',
  title: 'A delivery stream logs why it cannot deliver',
  severity: 'low',
  types: ['AWS::KinesisFirehose::DeliveryStream'],
  rationale: 'A stream whose role or key changed drops records after a day. Without a log nobody learns of it, nor why.',
  remediation: 'Set CloudWatchLoggingOptions of each destination: Enabled, LogGroupName and LogStreamName.',
  check(stream) {
    const destinations = stream.properties.entries().filter(([property, { isAbsent }]) => /DestinationConfiguration$/.test(property) && !isAbsent);
    return destinations.length === 0 ? fail('it has no destination', 'nothing') : every(...destinations.map(([, destination]) => logs(destination)));
  },
};

function logs(destination: Expression): RuleResult {
  const options = destination.at('CloudWatchLoggingOptions');
  return every(
    isTrue(options.at('Enabled'), 'it does not log why it cannot deliver'),
    isPresent(options.at('LogGroupName'), 'it logs to no group'),
    isPresent(options.at('LogStreamName'), 'it logs to no stream'),
  );
}
