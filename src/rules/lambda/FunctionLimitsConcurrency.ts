import { isAtLeast } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-010',
  title: 'Lambda functions have reserved concurrency',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'Without a limit, a flood of requests to one function uses up the concurrency of the whole account, and increases its cost.',
  remediation: 'Set ReservedConcurrentExecutions.',
  check: (fn) => isAtLeast(fn.at('ReservedConcurrentExecutions'), 0, 'it has no reserved concurrency'),
};
