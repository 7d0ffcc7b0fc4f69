import { textOf } from '../../model';
import { every, isPresent, pass, resourceOf } from '../../model/judge';
import { retriesEnd } from '../bounded-retries';
import type { Rule } from '../rule';

/** Parameters of a stream, the types whose streams they are about, and what its ARN holds. */
const STREAMS: [string, string[], RegExp][] = [
  ['DynamoDBStreamParameters', ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'], /:dynamodb:/],
  ['KinesisStreamParameters', ['AWS::Kinesis::Stream'], /:kinesis:/],
];

export const rule: Rule = {
  id: 'ZT-PIPES-003',
  title: 'EventBridge Pipes that read streams have a dead-letter queue and limit retries or record age',
  severity: 'medium',
  types: ['AWS::Pipes::Pipe'],
  rationale: 'By default, a failed batch is retried until its records expire: one invalid record blocks its shard, and then the records are lost. Pipes that read '
    + 'queues rely on the redrive policy of the queue.',
  remediation: 'Set DeadLetterConfig, and MaximumRetryAttempts or MaximumRecordAgeInSeconds, in the SourceParameters of the stream.',
  check(pipe) {
    const { value } = pipe.at('Source');
    const streams = STREAMS.filter(([name, types, arn]) => (
      !pipe.at('SourceParameters', name).isAbsent || resourceOf(value, ...types) !== undefined || arn.test(textOf(value) ?? '')
    )).map(([name]) => pipe.at('SourceParameters', name));
    return every(pass(streams.length === 0 ? 'no Kinesis or DynamoDB stream' : undefined), ...streams.flatMap((stream) => [
      isPresent(stream.at('DeadLetterConfig', 'Arn'), 'it has no dead-letter queue for records of its stream'),
      retriesEnd(stream.at('MaximumRetryAttempts'), stream.at('MaximumRecordAgeInSeconds')),
    ]));
  },
};
