import { textOf } from '../../model';
import { isPresent, isThere, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-023',
  title: 'Where code is signed, every function asks for the signature',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'A function without the configuration takes any code, and with its permissions it is the way around the others.',
  remediation: 'Set CodeSigningConfigArn. Images are signed in their registry; inline code is part of the template.',
  check(fn, model) {
    if (!model.ofType('AWS::Lambda::CodeSigningConfig').some((config) => config.exists())) return pass('the app signs no code');
    const asked = isPresent(fn.at('CodeSigningConfigArn'), 'it takes code that nobody signed');
    const isChecked = () => !isThere(fn.at('Code', 'ZipFile')) && !isThere(fn.at('Code', 'ImageUri')) && textOf(fn.at('PackageType').value) !== 'Image';
    return asked.verdict === 'pass' || isChecked() ? asked : pass('no package that Lambda could check');
  },
};
