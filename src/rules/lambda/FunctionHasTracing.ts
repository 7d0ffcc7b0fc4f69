import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-019',
  title: 'Lambda functions have X-Ray active tracing enabled',
  severity: 'low',
  types: ['AWS::Lambda::Function'],
  rationale: 'A trace shows the calls that a request caused, and the path of an unintended one.',
  remediation: 'Set TracingConfig.Mode to Active.',
  check: (fn) => isOneOf(fn.at('TracingConfig', 'Mode'), ['Active'], 'active tracing is not enabled'),
};
