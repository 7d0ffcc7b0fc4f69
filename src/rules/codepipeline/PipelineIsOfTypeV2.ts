import { every, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEPIPELINE-002',
  title: 'A pipeline is of type V2, and a new run takes the place of one that waits',
  severity: 'low',
  types: ['AWS::CodePipeline::Pipeline'],
  rationale: 'Type V1 knows no conditions that stop a release. In PARALLEL mode an older run may overtake, and deploy, after a newer one.',
  remediation: 'Set PipelineType V2, and leave ExecutionMode at SUPERSEDED or QUEUED.',
  check: (pipeline) => every(
    isOneOf(pipeline.at('PipelineType'), ['V2'], 'it is of type V1'),
    isOneOf(pipeline.at('ExecutionMode'), ['SUPERSEDED', 'QUEUED', undefined], 'its runs overtake each other'),
  ),
};
