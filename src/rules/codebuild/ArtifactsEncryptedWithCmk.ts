import { every, isCustomerKey, isFalseOrAbsent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEBUILD-005',
  title: 'CodeBuild artifacts are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::CodeBuild::Project'],
  rationale: 'Changing an artifact changes what is deployed. With a customer managed key it requires permissions on the key, not only on the bucket.',
  remediation: 'Set EncryptionKey, and omit EncryptionDisabled from all artifacts.',
  check: (project) => every(
    isCustomerKey(project.at('EncryptionKey'), 'its artifacts are not encrypted with a customer managed KMS key'),
    ...[project.at('Artifacts'), ...project.at('SecondaryArtifacts').items()].map((one) => isFalseOrAbsent(one.at('EncryptionDisabled'), 'its artifacts are not encrypted')),
  ),
};
