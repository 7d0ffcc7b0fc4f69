import { isCustomerKey, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-002',
  title: 'Lambda environment variables are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'With the AWS managed key, every principal that can read the function configuration can read its environment variables, and no key policy restricts it.',
  remediation: 'Set KmsKeyArn to the key of the zone.',
  check(fn) {
    const variables = fn.at('Environment', 'Variables');
    if (variables.value.kind === 'known' && variables.entries().length === 0) return pass('no environment variables');
    return isCustomerKey(fn.at('KmsKeyArn'), 'its environment variables are not encrypted with a customer managed KMS key');
  },
};
