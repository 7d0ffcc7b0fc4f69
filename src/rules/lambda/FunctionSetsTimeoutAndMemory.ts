import { every, isPresent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-027',
  title: 'Lambda functions set timeout and memory size explicitly',
  severity: 'low',
  types: ['AWS::Lambda::Function'],
  rationale: 'Timeout and memory size limit the duration and cost of a request, and the effect of a flood of requests; the '
    + 'visibility timeout of source queues depends on the timeout.',
  remediation: 'Set Timeout, in seconds, to slightly more than the slowest request takes, and set MemorySize.',
  check: (fn) => every(
    isPresent(fn.at('Timeout'), 'its timeout is not set'),
    isPresent(fn.at('MemorySize'), 'its memory size is not set'),
  ),
};
