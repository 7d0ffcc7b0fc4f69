import { Expression } from '../../model';
import { every, isCustomerKey, isOneOf, isTrue } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const NO_KEY = 'query results are not encrypted with a customer managed KMS key';

export const rule: Rule = {
  id: 'ZT-ATHENA-001',
  title: 'Athena workgroups encrypt query results with a customer managed KMS key, and enforce it',
  severity: 'medium',
  types: ['AWS::Athena::WorkGroup'],
  rationale: 'A query result is a copy of the data that was queried. Without EnforceWorkGroupConfiguration a client chooses where that copy lies, and whether it is '
    + 'encrypted.',
  remediation: 'Set EnforceWorkGroupConfiguration, and in ManagedQueryResultsConfiguration or ResultConfiguration an EncryptionConfiguration with the key.',
  // source: Amazon Athena user guide, "Encrypt Athena query results stored in Amazon S3", "Managed query results"
  check(workGroup) {
    const configuration = workGroup.at('WorkGroupConfiguration');
    return every(
      isTrue(configuration.at('EnforceWorkGroupConfiguration'), 'clients can override its settings'),
      encryptsResults(configuration),
    );
  },
};

function encryptsResults(configuration: Expression): RuleResult {
  const managed = configuration.at('ManagedQueryResultsConfiguration');
  const isManaged = isTrue(managed.at('Enabled'), NO_KEY);
  if (isManaged.verdict === 'unknown') return isManaged;
  if (isManaged.verdict === 'pass') return isCustomerKey(managed.at('EncryptionConfiguration', 'KmsKey'), NO_KEY);
  const encryption = configuration.at('ResultConfiguration', 'EncryptionConfiguration');
  return every(
    isOneOf(encryption.at('EncryptionOption'), ['SSE_KMS', 'CSE_KMS'], NO_KEY),
    isCustomerKey(encryption.at('KmsKey'), NO_KEY),
  );
}
