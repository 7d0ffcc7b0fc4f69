import { textOf } from '../../model';
import { fail, pass } from '../../model/judge';
import { hiddenParametersOf } from '../../model/sources';
import type { Rule } from '../rule';
import { secretIn } from '../secret-text';

export const rule: Rule = {
  id: 'ZT-SECRETS-006',
  title: 'Systems Manager parameters contain no secrets',
  severity: 'critical',
  types: ['AWS::SSM::Parameter'],
  rationale: 'CloudFormation cannot create SecureString parameters, so the value is in plaintext in the template, its history and the parameter.',
  remediation: 'Use a generated Secrets Manager secret. Rotate the exposed value.',
  check(parameter) {
    const value = parameter.at('Value');
    const name = (textOf(parameter.at('Name').value) ?? '').split('/').pop() ?? '';
    const why = hiddenParametersOf(value).length > 0 ? 'it refers to a NoEcho parameter' : secretIn(name.replace(/-/g, '_'), textOf(value.value) ?? '');
    return why ? fail(`it contains a secret: ${why}`, name || parameter.logicalId) : pass('no secret');
  },
};
