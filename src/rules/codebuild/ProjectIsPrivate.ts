import { every, isNotEmpty, isOneOf, isTrue, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CODEBUILD-006',
  title: 'CodeBuild projects are private, and their webhooks have filter groups',
  severity: 'high',
  types: ['AWS::CodeBuild::Project'],
  rationale: 'A public project exposes its logs and artifacts. A webhook without a filter runs the code of any pull request with the role of the project.',
  remediation: 'Keep Visibility PRIVATE, and set Triggers.FilterGroups for webhooks.',
  check: (project) => every(
    isOneOf(project.at('Visibility'), ['PRIVATE', undefined], 'it is public'),
    isTrue(project.at('Triggers', 'Webhook'), '').verdict === 'fail' ? pass('no webhook') : isNotEmpty(project.at('Triggers', 'FilterGroups'), 'its webhook has no filter groups'),
  ),
};
