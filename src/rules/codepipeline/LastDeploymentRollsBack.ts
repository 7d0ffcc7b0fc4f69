import { lastDeployment } from './deployments';
import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEPIPELINE-007',
  title: 'The last deploy stage of CodePipeline rolls back on failure',
  severity: 'low',
  types: ['AWS::CodePipeline::Pipeline'],
  rationale: 'A deployment that fails half way leaves some stacks new and some old until someone is there. Rolled back, the stage runs what it ran before.',
  remediation: 'Set OnFailure.Result to ROLLBACK on the last stage that deploys. It needs PipelineType V2.',
  check: (pipeline) => lastDeployment(pipeline, (last) => isOneOf(last.at('OnFailure', 'Result'), ['ROLLBACK'], 'its last deploy stage does not roll back')),
};
