import { actionsOf, stagesOf } from './deployments';
import { describe, Expression, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEPIPELINE-008',
  title: 'CodePipeline pipelines that deploy are not triggered by pull requests or branch patterns',
  severity: 'high',
  types: ['AWS::CodePipeline::Pipeline'],
  rationale: 'A pull request is code that no one has reviewed, and a branch that matches a pattern can be made by anyone who may push. Either would be deployed with the roles of the pipeline.',
  remediation: 'Trigger by pushes to one protected branch, and test pull requests in a pipeline that deploys nothing.',
  check(pipeline) {
    const stages = stagesOf(pipeline);
    if (!stages) return unknown('its stages are not known before deployment');
    if (!stages.some((stage) => actionsOf(stage, 'Deploy').length > 0)) return pass('deploys nothing');
    const triggers = pipeline.at('Triggers');
    if (triggers.value.kind === 'unknown') return unknown('its triggers are not known before deployment');
    return every(pass('one branch'), ...triggers.items().map(isOneBranch));
  },
};

function isOneBranch(trigger: Expression): RuleResult {
  const git = trigger.at('GitConfiguration');
  if ([trigger, git].some(({ value }) => value.kind === 'unknown')) return unknown('a trigger is not known before deployment');
  if (!git.at('PullRequest').isAbsent) return fail('pull requests trigger it', 'PullRequest');
  return every(pass(), ...git.at('Push').items().map((push): RuleResult => {
    const branches = push.at('Branches', 'Includes').items();
    if ([push, ...branches].some(({ value }) => value.kind === 'unknown')) return unknown('the branches of a trigger are not known before deployment');
    const pattern = branches.find(({ value }) => /[*?[\]{}]/.test(textOf(value) ?? '*'));
    return pattern ? fail('branches that match a pattern trigger it', describe(pattern.value)) : pass();
  }));
}
