import { rule as artifactsUnderCustomerKey } from './ArtifactsUnderCustomerKey';
import { rule as pipelineIsOfTypeV2 } from './PipelineIsOfTypeV2';
import type { Rule } from '../rule';

export const codepipelineRules: Rule[] = [
  artifactsUnderCustomerKey,
  pipelineIsOfTypeV2,
];
