import { every, isPresent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-027',
  title: 'A function says how long it runs, and with how much memory',
  severity: 'low',
  types: ['AWS::Lambda::Function'],
  rationale: 'How long one request may hold a function, and what it costs, is a decision: it bounds what a flood of requests does, and the '
    + 'visibility of queues follows from it.',
  remediation: 'Set Timeout, in seconds, to little more than the slowest request takes, and MemorySize.',
  check: (fn) => every(
    isPresent(fn.at('Timeout'), 'it does not say how long it runs'),
    isPresent(fn.at('MemorySize'), 'it does not say how much memory it takes'),
  ),
};
