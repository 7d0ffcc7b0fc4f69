import { describe, textOf } from '../../model';
import { decide, fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';
import { readsQueue } from './event-sources';

export const rule: Rule = {
  id: 'ZT-LAMBDA-015',
  title: 'SQS event source mappings report batch item failures or have a batch size of 1',
  severity: 'low',
  types: ['AWS::Lambda::EventSourceMapping'],
  rationale: 'When one message fails, the whole batch is processed again: messages are processed twice, and valid ones end in the dead-letter queue.',
  remediation: 'Set FunctionResponseTypes to ReportBatchItemFailures, or BatchSize to 1.',
  check(mapping) {
    if (!readsQueue(mapping)) return pass('no queue');
    const types = mapping.at('FunctionResponseTypes');
    if (types.items().some((type) => textOf(type.value) === 'ReportBatchItemFailures')) return pass('ReportBatchItemFailures');
    if (types.value.kind === 'unknown') return unknown('its FunctionResponseTypes are not known before deployment', describe(types.value));
    return mapping.at('BatchSize').isAbsent ? fail('one failed message fails the whole batch', 'no ReportBatchItemFailures')
      : decide(mapping.at('BatchSize'), 'one failed message fails the whole batch', (size) => Number(size) === 1);
  },
};
