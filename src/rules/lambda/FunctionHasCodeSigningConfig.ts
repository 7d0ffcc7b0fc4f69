import { textOf } from '../../model';
import { isPresent, isThere, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-023',
  title: 'Lambda functions with .zip packages have a code signing configuration if the app defines one',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'A function without a code signing configuration accepts any code, and bypasses the code signing of the others with its own permissions.',
  remediation: 'Set CodeSigningConfigArn. Container images are signed in their registry; inline code is part of the template.',
  check(fn, model) {
    if (!model.ofType('AWS::Lambda::CodeSigningConfig').some((config) => config.exists())) return pass('no code signing configuration in the app');
    const asked = isPresent(fn.at('CodeSigningConfigArn'), 'it has no code signing configuration');
    const isChecked = () => !isThere(fn.at('Code', 'ZipFile')) && !isThere(fn.at('Code', 'ImageUri')) && textOf(fn.at('PackageType').value) !== 'Image';
    return asked.verdict === 'pass' || isChecked() ? asked : pass('no .zip package');
  },
};
