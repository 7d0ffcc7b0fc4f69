import type { Expression } from '../../model';
import { every, fail, pass, unknown, worstOfOne } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { plainText, secretIn } from '../secret-text';

export const rule: Rule = {
  id: 'ZT-LAMBDA-020',
  title: 'Lambda environment variables contain no secrets',
  severity: 'critical',
  types: ['AWS::Lambda::Function'],
  rationale: 'Every principal that can read the function configuration or the template can read its environment variables, and a secret there does not rotate. The same '
    + 'applies to a dynamic reference: Lambda stores the resolved value.',
  remediation: 'Set the variable to the ARN of the secret, and read the secret when the function starts. Rotate the exposed secret.',
  check(fn) {
    const variables = fn.at('Environment', 'Variables');
    if (variables.value.kind === 'unknown') return unknown('its environment variables are not known before deployment');
    return every(pass(`${variables.entries().length} variables`), ...variables.entries().map(([name, value]) => worstOfOne(value, () => judge(name, value))));
  },
};

function judge(name: string, variable: Expression): RuleResult {
  const why = secretIn(name, plainText(variable) ?? '');
  return why ? fail(`an environment variable contains a secret: ${why}`, name) : pass();
}
