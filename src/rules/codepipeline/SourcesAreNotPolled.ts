import { stagesOf } from './deployments';
import { describe, Expression, textOf } from '../../model';
import { every, fail, isFalseOrAbsent, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** Providers that are polled unless that is switched off. */
const POLLED = ['CodeCommit', 'S3', 'GitHub'];

export const rule: Rule = {
  id: 'ZT-CODEPIPELINE-009',
  title: 'CodePipeline sources are started by events and not by polling',
  severity: 'low',
  types: ['AWS::CodePipeline::Pipeline'],
  rationale: 'Polling reads the whole source every minute and deploys what it finds then, without a record of what started the release. AWS disables it for pipelines that stay unused.',
  remediation: 'Set PollForSourceChanges to false and start the pipeline by an EventBridge rule, or use a connection.',
  check(pipeline) {
    const stages = stagesOf(pipeline);
    if (!stages) return unknown('its stages are not known before deployment');
    return every(pass('events'), ...stages.flatMap((stage) => stage.at('Actions').items()).filter(isPolled).map(isStartedByEvents));
  },
};

function isPolled(action: Expression): boolean {
  return textOf(action.at('ActionTypeId', 'Category').value) === 'Source' && POLLED.includes(textOf(action.at('ActionTypeId', 'Provider').value) ?? '');
}

function isStartedByEvents(action: Expression): RuleResult {
  const poll = action.at('Configuration', 'PollForSourceChanges');
  const finding = `${describe(action.at('Name').value)} is polled`;
  return poll.isAbsent ? fail(finding, 'polled by default') : isFalseOrAbsent(poll, finding);
}
