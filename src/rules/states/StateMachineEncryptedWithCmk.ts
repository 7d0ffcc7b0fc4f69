import { every, isCustomerKey, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-STATES-003',
  title: 'Step Functions state machines and activities are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::StepFunctions::Activity', 'AWS::StepFunctions::StateMachine'],
  rationale: 'The execution history keeps the input and output of every state for 90 days. With a customer managed key, reading them requires access to the key.',
  remediation: 'Set EncryptionConfiguration with Type CUSTOMER_MANAGED_KMS_KEY and KmsKeyId.',
  check: (resource) => every(
    isOneOf(resource.at('EncryptionConfiguration', 'Type'), ['CUSTOMER_MANAGED_KMS_KEY'], 'its encryption type is not CUSTOMER_MANAGED_KMS_KEY'),
    isCustomerKey(resource.at('EncryptionConfiguration', 'KmsKeyId'), 'it is not encrypted with a customer managed KMS key'),
  ),
};
