import { Expression } from '../../model';
import { every, fail, isPresent, isTrue } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-FIREHOSE-002',
  title: 'Firehose delivery streams have error logging enabled',
  severity: 'low',
  types: ['AWS::KinesisFirehose::DeliveryStream'],
  rationale: 'A delivery stream whose role or key has changed drops records after 24 hours. Without error logs this goes unnoticed.',
  remediation: 'Set CloudWatchLoggingOptions of each destination: Enabled, LogGroupName and LogStreamName.',
  check(stream) {
    const destinations = stream.properties.entries().filter(([property, { isAbsent }]) => /DestinationConfiguration$/.test(property) && !isAbsent);
    return destinations.length === 0 ? fail('it has no destination', 'nothing') : every(...destinations.map(([, destination]) => logs(destination)));
  },
};

function logs(destination: Expression): RuleResult {
  const options = destination.at('CloudWatchLoggingOptions');
  return every(
    isTrue(options.at('Enabled'), 'error logging is not enabled'),
    isPresent(options.at('LogGroupName'), 'error logging has no log group'),
    isPresent(options.at('LogStreamName'), 'error logging has no log stream'),
  );
}
