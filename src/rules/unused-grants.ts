import type { Rule, RuleResult, Severity } from './rule';
import { FunctionCode } from '../graph/needs/function-code';
import { needsOf } from '../graph/needs/function-needs';
import type { TemplateResource } from '../model';
import { fail, pass, unknown } from '../model/judge';

/** A rule that is asked for: rights that the code of a function does not use. It reads the code of each function, which no other rule does. */
export function unusedGrantsRule(severity: Severity): Rule {
  const code = new FunctionCode();
  return {
    id: 'ZT-GRANTS-001',
    title: 'Functions have no permission that their code does not use',
    severity,
    types: ['AWS::Lambda::Function'],
    rationale: 'Whoever takes over a function has every permission of its role, also those that nothing needs.',
    remediation: 'Grant the actions that the code calls: fn.grant(…) of one action in place of grantReadData and its like. cdk-zero-trust needs lists calls with file and line.',
    check: (fn) => judge(fn, code),
  };
}

function judge(fn: TemplateResource, code: FunctionCode): RuleResult {
  const [needs] = needsOf([fn], code);
  if (!needs) return unknown('its role is not in the templates');
  const certain = needs.unused.filter((grant) => grant.certain);
  if (certain.length > 0) return fail('its role allows what its code does not call', certain.map(({ action, resources }) => `${action} on ${resources.join(', ')}`).join('; '));
  if (needs.unread.length > 0) return unknown('which permissions its code uses is not known', needs.unread.join('; '));
  return needs.unused.length > 0
    ? unknown('its code may use more than can be seen in it', needs.unused.map(({ action }) => action).join(', '))
    : pass(`${needs.calls.length} calls`);
}
