import { every, isNotEmpty, isOneOf, isTrue, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEBUILD-006',
  title: 'Strangers neither see nor start a build',
  severity: 'high',
  types: ['AWS::CodeBuild::Project'],
  rationale: 'A public build shows its logs and artifacts to everybody. A webhook without filter runs the code of any pull request with the build\'s role.',
  remediation: 'Leave Visibility at PRIVATE, and give Triggers.Webhook FilterGroups.',
  check: (project) => every(
    isOneOf(project.at('Visibility'), ['PRIVATE', undefined], 'everybody sees it'),
    isTrue(project.at('Triggers', 'Webhook'), '').verdict === 'fail' ? pass('no webhook') : isNotEmpty(project.at('Triggers', 'FilterGroups'), 'any change of its source starts it'),
  ),
};
