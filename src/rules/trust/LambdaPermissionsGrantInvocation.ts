import { describe, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

const INVOCATIONS = ['lambda:invokefunction', 'lambda:invokefunctionurl'];

export const rule: Rule = {
  id: 'ZT-TRUST-005',
  title: 'Lambda permissions grant invocation only',
  severity: 'high',
  types: ['AWS::Lambda::Permission'],
  rationale: 'lambda:GetFunction returns a link to the code and all environment variables; lambda:UpdateFunctionCode and lambda:* change what runs. '
    + 'No service and no other account needs more than to invoke.',
  remediation: 'Set Action to lambda:InvokeFunction or lambda:InvokeFunctionUrl.',
  check(permission) {
    const { value } = permission.at('Action');
    if (value.kind !== 'known') return unknown('the action that it grants is not known before deployment', describe(value));
    return INVOCATIONS.includes(textOf(value)?.toLowerCase() ?? '') ? pass(describe(value)) : fail('it grants more than invocation', describe(value));
  },
};
