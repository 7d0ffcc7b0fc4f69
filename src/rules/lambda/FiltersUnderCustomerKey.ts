import { isCustomerKey, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-031',
  title: 'Filters of an event source are under a customer-managed key',
  severity: 'low',
  types: ['AWS::Lambda::EventSourceMapping'],
  rationale: 'A filter quotes the values that it looks for: customers, accounts, kinds of payment. Who may list the mappings of an account reads them.',
  remediation: 'Set KmsKeyArn to the key of the zone, and let lambda.amazonaws.com decrypt with it for functions of this account.',
  check(mapping) {
    const key = isCustomerKey(mapping.at('KmsKeyArn'), 'its filters are not under a customer-managed key');
    return key.verdict !== 'pass' && mapping.at('FilterCriteria').isAbsent ? pass('no filters') : key;
  },
};
