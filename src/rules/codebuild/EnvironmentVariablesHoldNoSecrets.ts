import { textOf } from '../../model';
import { every, isOneOf, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** Names under which credentials go; a name that ends in ARN, NAME, ID or PATH says where one is. */
const SECRET = /(^|_)(AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;

export const rule: Rule = {
  id: 'ZT-CODEBUILD-002',
  title: 'CodeBuild credential variables refer to Secrets Manager or Parameter Store',
  severity: 'critical',
  types: ['AWS::CodeBuild::Project'],
  rationale: 'A plaintext variable is readable in the console, in the template and in every log that prints the environment.',
  remediation: 'Set Type SECRETS_MANAGER or PARAMETER_STORE for variables that hold credentials.',
  check(project) {
    const variables = project.at('Environment', 'EnvironmentVariables');
    if (variables.value.kind === 'unknown') return unknown('its variables are not known before deployment');
    return every(
      pass(`${variables.items().length} variables`),
      ...variables.items().map((variable): RuleResult => {
        const name = textOf(variable.at('Name').value);
        if (name === undefined) return unknown('the name of a variable is not known before deployment');
        return SECRET.test(name) ? isOneOf(variable.at('Type'), ['SECRETS_MANAGER', 'PARAMETER_STORE'], `${name} is a plaintext variable`) : pass();
      }),
    );
  },
};
