import { describe } from '../../model';
import { every, isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SECRETS-001',
  title: 'Secrets Manager secrets are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::SecretsManager::Secret'],
  rationale: 'With the AWS managed key, every principal of the account that can read the secret can decrypt it, and no other account can be given access.',
  remediation: 'Set KmsKeyId, also in each replica Region.',
  check: (secret) => every(
    isCustomerKey(secret.at('KmsKeyId'), 'it is not encrypted with a customer managed KMS key'),
    ...secret.at('ReplicaRegions').items().map((replica) => isCustomerKey(
      replica.at('KmsKeyId'), `its replica in ${describe(replica.at('Region').value)} is not encrypted with a customer managed KMS key`,
    )),
  ),
};
