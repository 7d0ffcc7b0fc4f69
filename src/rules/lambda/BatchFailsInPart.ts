import { describe, textOf } from '../../model';
import { decide, fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';
import { readsQueue } from './event-sources';

export const rule: Rule = {
  id: 'ZT-LAMBDA-015',
  title: 'Of a batch from a queue only what failed comes back',
  severity: 'low',
  types: ['AWS::Lambda::EventSourceMapping'],
  rationale: 'When one message fails, the whole batch is handled again: what worked is done twice, and good messages end as dead letters.',
  remediation: 'Set FunctionResponseTypes to ReportBatchItemFailures, or BatchSize to 1.',
  check(mapping) {
    if (!readsQueue(mapping)) return pass('no queue');
    const types = mapping.at('FunctionResponseTypes');
    if (types.items().some((type) => textOf(type.value) === 'ReportBatchItemFailures')) return pass('ReportBatchItemFailures');
    if (types.value.kind === 'unknown') return unknown('what it reports is not known before deployment', describe(types.value));
    return mapping.at('BatchSize').isAbsent ? fail('a batch fails as a whole', 'no ReportBatchItemFailures')
      : decide(mapping.at('BatchSize'), 'a batch fails as a whole', (size) => Number(size) === 1);
  },
};
