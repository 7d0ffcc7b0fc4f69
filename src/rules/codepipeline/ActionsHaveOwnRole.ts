import { describe, Expression, TemplateResource, textOf } from '../../model';
import { every, fail, isPresent, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEPIPELINE-005',
  title: 'CodePipeline actions have an IAM role other than the pipeline role',
  severity: 'medium',
  types: ['AWS::CodePipeline::Pipeline'],
  rationale: 'Without roles of their own, all actions run with the permissions of the pipeline: a source action could deploy.',
  remediation: 'Set RoleArn on each AWS action. Approvals, and actions of owner ThirdParty or Custom, have no role.',
  check(pipeline) {
    const stages = pipeline.at('Stages').items();
    const actions = stages.flatMap((stage) => stage.at('Actions').items());
    if ([...stages, ...actions].some(({ value }) => value.kind === 'unknown')) return unknown('its actions are not known before deployment');
    return every(...actions.filter(takesRole).map((action) => hasOwnRole(action, pipeline)));
  },
};

function takesRole(action: Expression): boolean {
  const [owner, category] = ['Owner', 'Category'].map((key) => textOf(action.at('ActionTypeId', key).value));
  return owner !== 'ThirdParty' && owner !== 'Custom' && category !== 'Approval';
}

function hasOwnRole(action: Expression, pipeline: TemplateResource): RuleResult {
  const role = action.at('RoleArn');
  const finding = `the action ${describe(action.at('Name').value)} has no role of its own`;
  const isShared = !role.isAbsent && describe(role.value) === describe(pipeline.at('RoleArn').value) && role.value.kind !== 'unknown';
  return isShared ? fail(finding, resourceOf(role.value)?.name ?? describe(role.value)) : every(isPresent(role, finding), pass());
}
