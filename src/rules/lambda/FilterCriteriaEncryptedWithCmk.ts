import { isCustomerKey, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-031',
  title: 'Lambda event source filter criteria are encrypted with a customer managed KMS key',
  severity: 'low',
  types: ['AWS::Lambda::EventSourceMapping'],
  rationale: 'Filter criteria contain the values that they match: customers, accounts, payment types. Every principal that can list event source mappings can read them.',
  remediation: 'Set KmsKeyArn to the key of the zone, and allow kms:Decrypt to lambda.amazonaws.com for functions of this account in the key policy.',
  check(mapping) {
    const key = isCustomerKey(mapping.at('KmsKeyArn'), 'its filter criteria are not encrypted with a customer managed KMS key');
    return key.verdict !== 'pass' && mapping.at('FilterCriteria').isAbsent ? pass('no filter criteria') : key;
  },
};
