import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-019',
  title: 'A function is traced',
  severity: 'low',
  types: ['AWS::Lambda::Function'],
  rationale: 'A trace shows which calls a request led to, and how one that was not meant went through.',
  remediation: 'Set TracingConfig.Mode to Active.',
  check: (fn) => isOneOf(fn.at('TracingConfig', 'Mode'), ['Active'], 'it is not traced'),
};
