import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-007',
  title: 'Recursive invocations are ended',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'A function that triggers itself through a queue or topic runs up cost and crowds out others until someone notices.',
  remediation: 'Leave RecursiveLoop out, or set it to Terminate.',
  check: (fn) => isOneOf(fn.at('RecursiveLoop'), [undefined, 'Terminate'], 'recursion is allowed'),
};
