import { isAtLeast } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-010',
  title: 'A function has its own share of concurrency',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'Without a bound one function that is flooded takes the concurrency of the whole account, and runs up its cost.',
  remediation: 'Set ReservedConcurrentExecutions.',
  check: (fn) => isAtLeast(fn.at('ReservedConcurrentExecutions'), 0, 'nothing bounds how often it runs at once'),
};
