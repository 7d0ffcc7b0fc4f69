import { every, isCustomerKey, isFalseOrAbsent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEBUILD-005',
  title: 'What a build makes is under a customer-managed key',
  severity: 'medium',
  types: ['AWS::CodeBuild::Project'],
  rationale: 'Who can change an artifact changes what is deployed: it takes the bucket and the key, and not the bucket alone.',
  remediation: 'Set EncryptionKey, and leave EncryptionDisabled out of all artifacts.',
  check: (project) => every(
    isCustomerKey(project.at('EncryptionKey'), 'what it makes is not under a customer-managed key'),
    ...[project.at('Artifacts'), ...project.at('SecondaryArtifacts').items()].map((one) => isFalseOrAbsent(one.at('EncryptionDisabled'), 'what it makes is not encrypted')),
  ),
};
