import { every, isPresent, pass } from '../../model/judge';
import { retriesEnd } from '../bounded-retries';
import type { Rule } from '../rule';
import { readsStream } from './event-sources';

export const rule: Rule = {
  id: 'ZT-LAMBDA-014',
  title: 'Stream event source mappings have an on-failure destination and limit retries or record age',
  severity: 'medium',
  types: ['AWS::Lambda::EventSourceMapping'],
  rationale: 'By default, a failed batch is retried until its records expire: one invalid record blocks its shard for up to days, and then the records are lost.',
  remediation: 'Set MaximumRetryAttempts, or MaximumRecordAgeInSeconds, and DestinationConfig.OnFailure.',
  check(mapping) {
    if (!readsStream(mapping)) return pass('no Kinesis or DynamoDB stream');
    return every(
      isPresent(mapping.at('DestinationConfig', 'OnFailure', 'Destination'), 'it has no on-failure destination'),
      retriesEnd(mapping.at('MaximumRetryAttempts'), mapping.at('MaximumRecordAgeInSeconds')),
    );
  },
};
