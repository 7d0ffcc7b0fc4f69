import { capability } from './capability';
import { every, fail, pass } from '../../model/judge';
import { rule as enforcesSignatures } from '../lambda/CodeSigningConfigEnforcesSignatures';

/** Whether each function has it is what ZT-LAMBDA-023 asks once the app defines one. */
export const codeSigning = capability('code-signing', '004', {
  title: 'The app has a Lambda code signing configuration that is enforced and in use',
  types: ['AWS::Lambda::CodeSigningConfig'],
  rationale: 'Who can change a package or a pipeline can run any code with the rights of a function that does not check signatures.',
  remediation: 'Add SignedCode to the functions, or name what checks signatures elsewhere: Capability.CODE_SIGNING.providedBy(name, arn, owner).',
}, (config, model) => every(
  enforcesSignatures.check(config, model),
  config.referrers('AWS::Lambda::Function').length > 0 ? pass('in use') : fail('no function uses it', 'no CodeSigningConfigArn'),
));
