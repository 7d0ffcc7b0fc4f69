import { describe, textOf } from '../../model';
import { decide, isTrue, pass, some, unknown } from '../../model/judge';
import type { Rule } from '../rule';
import { readsStream } from './event-sources';

export const rule: Rule = {
  id: 'ZT-LAMBDA-030',
  title: 'A record of a stream that fails is told apart from its batch',
  severity: 'low',
  types: ['AWS::Lambda::EventSourceMapping'],
  rationale: 'Otherwise one bad record takes its whole batch with it: what worked is done again at each attempt, and in the end all of the batch is '
    + 'given up.',
  remediation: 'Set BisectBatchOnFunctionError, or FunctionResponseTypes to ReportBatchItemFailures, or BatchSize to 1.',
  check(mapping) {
    if (!readsStream(mapping)) return pass('no stream of Kinesis or DynamoDB');
    const halved = isTrue(mapping.at('BisectBatchOnFunctionError'), 'a batch fails as a whole');
    if (halved.verdict === 'pass') return halved;
    const types = mapping.at('FunctionResponseTypes');
    if (types.items().some((type) => textOf(type.value) === 'ReportBatchItemFailures')) return pass('ReportBatchItemFailures');
    if (types.value.kind === 'unknown') return unknown('what it reports is not known before deployment', describe(types.value));
    return some(decide(mapping.at('BatchSize'), 'a batch fails as a whole', (size) => Number(size) === 1), halved);
  },
};
