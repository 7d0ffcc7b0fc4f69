import { rule as actionsHaveOwnRoles } from './ActionsHaveOwnRoles';
import { rule as artifactsUnderCustomerKey } from './ArtifactsUnderCustomerKey';
import { rule as deployWaitsForApproval } from './DeployWaitsForApproval';
import { rule as pipelineIsOfTypeV2 } from './PipelineIsOfTypeV2';
import { rule as sourceHasNoToken } from './SourceHasNoToken';
import type { Rule } from '../rule';

export const codepipelineRules: Rule[] = [
  artifactsUnderCustomerKey,
  pipelineIsOfTypeV2,
  sourceHasNoToken,
  deployWaitsForApproval,
  actionsHaveOwnRoles,
];
