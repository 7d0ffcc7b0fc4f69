import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-007',
  title: 'Lambda functions terminate recursive loops',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'A function that triggers itself through a queue or topic increases cost and uses up concurrency until the loop is stopped.',
  remediation: 'Omit RecursiveLoop, or set it to Terminate.',
  check: (fn) => isOneOf(fn.at('RecursiveLoop'), [undefined, 'Terminate'], 'recursive loops are allowed'),
};
