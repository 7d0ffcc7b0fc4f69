import { describe } from '../../model';
import { every, fail, isCustomerKey, isPresent, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SECRETS-001',
  title: 'A secret is generated, and under a customer-managed key',
  severity: 'high',
  types: ['AWS::SecretsManager::Secret'],
  rationale: 'A value that stands in a template is known to everyone who reads the template. Under the key of AWS, every principal of the '
    + 'account that may read the secret may decrypt it.',
  remediation: 'Use GenerateSecretString instead of SecretString, and set KmsKeyId, also in each replica region.',
  check: (secret) => every(
    isCustomerKey(secret.at('KmsKeyId'), 'it is not under a customer-managed key'),
    secret.at('SecretString').isAbsent ? pass() : fail('its value stands in the template', 'SecretString'),
    isPresent(secret.at('GenerateSecretString'), 'its value is not generated'),
    ...secret.at('ReplicaRegions').items().map((replica) => isCustomerKey(
      replica.at('KmsKeyId'), `its copy in ${describe(replica.at('Region').value)} is not under a customer-managed key`,
    )),
  ),
};
