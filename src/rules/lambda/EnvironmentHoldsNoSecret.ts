import { Expression, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { secretIn } from '../secret-text';

export const rule: Rule = {
  id: 'ZT-LAMBDA-020',
  title: 'A function\'s environment holds no secret',
  severity: 'critical',
  types: ['AWS::Lambda::Function'],
  rationale: 'Whoever may read the function\'s configuration or the template reads its environment, and a secret in it does not rotate. So it '
    + 'is with a dynamic reference or a NoEcho parameter: Lambda keeps what it resolves to.',
  remediation: 'Put the ARN of the secret there, and read the secret when the function starts. What was written there is known: replace it.',
  check(fn) {
    const variables = fn.at('Environment', 'Variables');
    if (variables.value.kind === 'unknown') return unknown('its environment is not known before deployment');
    return every(pass(`${variables.entries().length} variables`), ...variables.entries().map(([name, value]) => judge(name, value)));
  },
};

function judge(name: string, variable: Expression): RuleResult {
  if (variable.isNoEcho) return fail('a variable of it takes a parameter that is a secret', name);
  const why = secretIn(name, textOf(variable.value) ?? '');
  return why ? fail(`a variable of it holds a secret: ${why}`, name) : pass();
}
