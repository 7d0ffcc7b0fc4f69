import { every, fail, isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEPIPELINE-001',
  title: 'CodePipeline artifacts are encrypted with a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::CodePipeline::Pipeline'],
  rationale: 'Changing an artifact changes what is deployed. With a customer managed key it requires permissions on the key, not only on the bucket.',
  remediation: 'Set EncryptionKey of type KMS in ArtifactStore, or in each of ArtifactStores.',
  check(pipeline) {
    const stores = [pipeline.at('ArtifactStore'), ...pipeline.at('ArtifactStores').items().map((region) => region.at('ArtifactStore'))]
      .filter((store) => !store.isAbsent);
    if (stores.length === 0) return fail('it has no artifact store', 'no ArtifactStore');
    return every(...stores.map((store) => isCustomerKey(store.at('EncryptionKey', 'Id'), 'its artifacts are not encrypted with a customer managed KMS key')));
  },
};
