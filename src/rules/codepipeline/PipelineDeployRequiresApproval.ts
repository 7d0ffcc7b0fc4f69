import { Expression, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEPIPELINE-004',
  title: 'CodePipeline pipelines require an approval or condition before the last deployment',
  severity: 'medium',
  types: ['AWS::CodePipeline::Pipeline'],
  rationale: 'Without an approval or an automated check, a push to a branch deploys to production.',
  remediation: 'Add a manual approval before the last deploy stage, or a condition to its BeforeEntry.',
  check(pipeline) {
    const stages = pipeline.at('Stages').items();
    if (stages.some((stage) => stage.value.kind === 'unknown')) return unknown('its stages are not known before deployment');
    const last = stages.map((stage) => ofCategory(stage, 'Deploy').length > 0).lastIndexOf(true);
    if (last < 0) return pass('deploys nothing');
    const approvedBefore = stages.slice(0, last).some((stage) => ofCategory(stage, 'Approval').length > 0);
    const approvedThere = ofCategory(stages[last], 'Approval').some((approval) => order(approval) < deploysAt(stages[last]));
    const gated = stages[last].at('BeforeEntry', 'Conditions').items().length > 0;
    return approvedBefore || approvedThere || gated ? pass('approved or checked') : fail('it deploys without an approval or condition', textOf(stages[last].at('Name').value));
  },
};

/** When the first action of a stage that deploys runs. */
function deploysAt(stage: Expression): number {
  return Math.min(...ofCategory(stage, 'Deploy').map(order));
}

function ofCategory(stage: Expression, category: string): Expression[] {
  return stage.at('Actions').items().filter((action) => textOf(action.at('ActionTypeId', 'Category').value) === category);
}

function order(action: Expression): number {
  return Number(textOf(action.at('RunOrder').value) ?? 1);
}
