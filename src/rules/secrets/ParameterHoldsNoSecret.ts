import { textOf } from '../../model';
import { fail, pass } from '../../model/judge';
import type { Rule } from '../rule';
import { secretIn } from '../secret-text';

export const rule: Rule = {
  id: 'ZT-SECRETS-006',
  title: 'A parameter of Systems Manager that a template makes holds no secret',
  severity: 'critical',
  types: ['AWS::SSM::Parameter'],
  rationale: 'CloudFormation makes parameters in the clear only, and their value is in the template, in its history and in every read of it.',
  remediation: 'Use a secret that is generated. What was written there is known: replace it.',
  check(parameter) {
    const value = parameter.at('Value');
    const name = (textOf(parameter.at('Name').value) ?? '').split('/').pop() ?? '';
    const why = value.isNoEcho ? 'it takes a parameter that is a secret' : secretIn(name.replace(/-/g, '_'), textOf(value.value) ?? '');
    return why ? fail(`it holds a secret: ${why}`, name || parameter.logicalId) : pass('no secret');
  },
};
