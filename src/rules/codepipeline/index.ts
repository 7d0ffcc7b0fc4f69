import { rule as actionsHaveOwnRole } from './ActionsHaveOwnRole';
import { rule as artifactsEncryptedWithCmk } from './ArtifactsEncryptedWithCmk';
import { rule as deployedArtifactIsTested } from './DeployedArtifactIsTested';
import { rule as lastDeploymentRollsBack } from './LastDeploymentRollsBack';
import { rule as pipelineDeployRequiresApproval } from './PipelineDeployRequiresApproval';
import { rule as pipelineHoldsNoSecrets } from './PipelineHoldsNoSecrets';
import { rule as pipelineIsTypeV2 } from './PipelineIsTypeV2';
import { rule as pullRequestsAreNotDeployed } from './PullRequestsAreNotDeployed';
import { rule as sourcesAreNotPolled } from './SourcesAreNotPolled';
import type { Rule } from '../rule';

export const codepipelineRules: Rule[] = [
  artifactsEncryptedWithCmk,
  pipelineIsTypeV2,
  pipelineHoldsNoSecrets,
  pipelineDeployRequiresApproval,
  actionsHaveOwnRole,
  deployedArtifactIsTested,
  lastDeploymentRollsBack,
  pullRequestsAreNotDeployed,
  sourcesAreNotPolled,
];
