import { fail, pass } from '../../model/judge';
import { hiddenParametersOf } from '../../model/sources';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-034',
  title: 'Lambda environment variables do not refer to NoEcho parameters',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'NoEcho keeps a value out of the template and the console of CloudFormation. Lambda shows it to every principal that can read the function configuration, '
    + 'and it does not rotate.',
  remediation: 'Set the variable to the ARN of a Secrets Manager secret, and read the secret when the function starts.',
  check(fn) {
    const named = fn.at('Environment', 'Variables').entries().filter(([, value]) => hiddenParametersOf(value).length > 0).map(([name]) => name);
    return named.length === 0 ? pass('no NoEcho parameter') : fail('an environment variable refers to a NoEcho parameter', named.join(', '));
  },
};
