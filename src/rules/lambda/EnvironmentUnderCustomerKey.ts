import { isCustomerKey, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-002',
  title: 'A function\'s environment is under a customer-managed key',
  severity: 'high',
  types: ['AWS::Lambda::Function'],
  rationale: 'Under the key of AWS, whoever may read the function\'s configuration reads its environment, and no key policy can stop it.',
  remediation: 'Set KmsKeyArn to the key of the zone.',
  check(fn) {
    const variables = fn.at('Environment', 'Variables');
    if (variables.value.kind === 'known' && variables.entries().length === 0) return pass('no environment');
    return isCustomerKey(fn.at('KmsKeyArn'), 'its environment is not under a customer-managed key');
  },
};
