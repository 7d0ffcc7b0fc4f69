import { isAtLeast } from '../judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-010',
  title: 'A function has its own share of concurrency',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'Without a bound one function that is flooded takes the concurrency of the whole account, and runs up its cost.',
  remediation: 'Set ReservedConcurrentExecutions.',
  controls: ['NIST 800-53 SC-5', 'NIST 800-53 SC-6', 'CSA-12 SAS-8'],
  check: (fn) => isAtLeast(fn.at('ReservedConcurrentExecutions'), 0, 'nothing bounds how often it runs at once'),
};
