import { every, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEPIPELINE-002',
  title: 'CodePipeline pipelines are type V2 in SUPERSEDED or QUEUED execution mode',
  severity: 'low',
  types: ['AWS::CodePipeline::Pipeline'],
  rationale: 'Type V1 does not support stage conditions that stop a release. In PARALLEL mode an older execution can deploy after a newer one.',
  remediation: 'Set PipelineType V2, and leave ExecutionMode at SUPERSEDED or QUEUED.',
  check: (pipeline) => every(
    isOneOf(pipeline.at('PipelineType'), ['V2'], 'it is not type V2'),
    isOneOf(pipeline.at('ExecutionMode'), ['SUPERSEDED', 'QUEUED', undefined], 'its executions can overtake each other'),
  ),
};
