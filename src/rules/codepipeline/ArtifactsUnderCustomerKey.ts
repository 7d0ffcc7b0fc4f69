import { every, fail, isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEPIPELINE-001',
  title: 'Artifacts of a pipeline are under a customer-managed key',
  severity: 'high',
  types: ['AWS::CodePipeline::Pipeline'],
  rationale: 'Who can change an artifact changes what is deployed: it takes the bucket and the key, and not the bucket alone.',
  remediation: 'Set EncryptionKey of type KMS in ArtifactStore, or in each of ArtifactStores.',
  check(pipeline) {
    const stores = [pipeline.at('ArtifactStore'), ...pipeline.at('ArtifactStores').items().map((region) => region.at('ArtifactStore'))]
      .filter((store) => !store.isAbsent);
    if (stores.length === 0) return fail('it has no artifact store', 'no ArtifactStore');
    return every(...stores.map((store) => isCustomerKey(store.at('EncryptionKey', 'Id'), 'its artifacts are not under a customer-managed key')));
  },
};
