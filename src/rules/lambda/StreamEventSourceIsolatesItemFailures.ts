import { describe, textOf } from '../../model';
import { decide, isTrue, pass, some, unknown } from '../../model/judge';
import type { Rule } from '../rule';
import { readsStream } from './event-sources';

export const rule: Rule = {
  id: 'ZT-LAMBDA-030',
  title: 'Stream event source mappings bisect batches, report item failures or have a batch size of 1',
  severity: 'low',
  types: ['AWS::Lambda::EventSourceMapping'],
  rationale: 'Otherwise one invalid record fails its whole batch: the valid records are processed again at each retry, and in the end the whole batch is '
    + 'discarded.',
  remediation: 'Set BisectBatchOnFunctionError, or FunctionResponseTypes to ReportBatchItemFailures, or BatchSize to 1.',
  check(mapping) {
    if (!readsStream(mapping)) return pass('no Kinesis or DynamoDB stream');
    const halved = isTrue(mapping.at('BisectBatchOnFunctionError'), 'one failed record fails the whole batch');
    if (halved.verdict === 'pass') return halved;
    const types = mapping.at('FunctionResponseTypes');
    if (types.items().some((type) => textOf(type.value) === 'ReportBatchItemFailures')) return pass('ReportBatchItemFailures');
    if (types.value.kind === 'unknown') return unknown('its FunctionResponseTypes are not known before deployment', describe(types.value));
    return some(decide(mapping.at('BatchSize'), 'one failed record fails the whole batch', (size) => Number(size) === 1), halved);
  },
};
