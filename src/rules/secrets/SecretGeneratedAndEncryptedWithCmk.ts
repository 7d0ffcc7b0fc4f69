import { describe } from '../../model';
import { every, fail, isCustomerKey, isPresent, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SECRETS-001',
  title: 'Secrets Manager secrets are generated and encrypted with a customer managed KMS key',
  severity: 'high',
  types: ['AWS::SecretsManager::Secret'],
  rationale: 'A value in a template is exposed to every principal that can read the template. With the AWS managed key, every principal of the '
    + 'account that can read the secret can decrypt it.',
  remediation: 'Use GenerateSecretString instead of SecretString, and set KmsKeyId, also in each replica Region.',
  check: (secret) => every(
    isCustomerKey(secret.at('KmsKeyId'), 'it is not encrypted with a customer managed KMS key'),
    secret.at('SecretString').isAbsent ? pass() : fail('its value is in the template', 'SecretString'),
    isPresent(secret.at('GenerateSecretString'), 'its value is not generated'),
    ...secret.at('ReplicaRegions').items().map((replica) => isCustomerKey(
      replica.at('KmsKeyId'), `its replica in ${describe(replica.at('Region').value)} is not encrypted with a customer managed KMS key`,
    )),
  ),
};
