import { every, isCustomerKey, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-STATES-003',
  title: 'Executions and activities are under a customer-managed key',
  severity: 'high',
  types: ['AWS::StepFunctions::Activity', 'AWS::StepFunctions::StateMachine'],
  rationale: 'The history keeps the input and output of every state for 90 days. Under the key of AWS, who may list executions reads them.',
  remediation: 'Set EncryptionConfiguration with Type CUSTOMER_MANAGED_KMS_KEY and KmsKeyId.',
  check: (resource) => every(
    isOneOf(resource.at('EncryptionConfiguration', 'Type'), ['CUSTOMER_MANAGED_KMS_KEY'], 'it is under a key of AWS'),
    isCustomerKey(resource.at('EncryptionConfiguration', 'KmsKeyId'), 'it is not under a customer-managed key'),
  ),
};
