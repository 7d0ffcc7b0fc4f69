import { textOf } from '../../model';
import { decide, every, isPresent, pass } from '../../model/judge';
import type { Rule } from '../rule';
import { readsStream } from './event-sources';

export const rule: Rule = {
  id: 'ZT-LAMBDA-014',
  title: 'A stream does not stop at a record that always fails, nor lose it',
  severity: 'medium',
  types: ['AWS::Lambda::EventSourceMapping'],
  rationale: 'By default a shard is retried until its records expire: one bad record stops the stream for days, and then all of them are gone.',
  remediation: 'Set MaximumRetryAttempts, or MaximumRecordAgeInSeconds, and DestinationConfig.OnFailure.',
  check(mapping) {
    if (!readsStream(mapping)) return pass('no stream of Kinesis or DynamoDB');
    return every(
      isPresent(mapping.at('DestinationConfig', 'OnFailure', 'Destination'), 'records that fail are lost'),
      decide(mapping.at('MaximumRetryAttempts'), 'it retries a record until the record expires', (attempts) => bounds(attempts) || bounds(seconds(mapping.at('MaximumRecordAgeInSeconds').value))),
    );
  },
};

function bounds(limit: unknown): boolean {
  return limit !== undefined && Number(limit) >= 0;
}

function seconds(value: Parameters<typeof textOf>[0]): unknown {
  return value.kind === 'known' ? value.value : undefined;
}
