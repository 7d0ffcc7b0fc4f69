import { every, isCustomerKey, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ECR-002',
  title: 'ECR repositories are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::ECR::Repository'],
  rationale: 'Images hold the code, and often what was left in it. With a customer managed key, its policy decides who reads them, and disabling it ends all access.',
  remediation: 'Set EncryptionConfiguration with EncryptionType KMS and the KmsKey of the zone. It can be set when the repository is created only.',
  check(repository) {
    const encryption = repository.at('EncryptionConfiguration');
    return every(
      isOneOf(encryption.at('EncryptionType'), ['KMS', 'KMS_DSSE'], 'it is not encrypted with KMS'),
      isCustomerKey(encryption.at('KmsKey'), 'it is not encrypted with a customer managed KMS key'),
    );
  },
};
