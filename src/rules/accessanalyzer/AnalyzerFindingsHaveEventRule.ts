import { TemplateResource, textOf } from '../../model';
import { someBeside } from '../../model/beside';
import { isNotEmpty, isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

/** Who sends the events of findings: the analyzer, and Security Hub for it. */
const SOURCES = ['aws.access-analyzer', 'aws.securityhub'];

export const rule: Rule = {
  id: 'ZT-ACCESSANALYZER-002',
  title: 'IAM Access Analyzer findings are sent to a target by an EventBridge rule',
  severity: 'low',
  types: ['AWS::AccessAnalyzer::Analyzer'],
  rationale: 'A finding of external access to a bucket or a role has no effect while it is only visible in the console.',
  remediation: 'Add an AWS::Events::Rule for source aws.access-analyzer with a target, for example an SNS topic.',
  check: (analyzer, model) => someBeside(
    analyzer, model.ofType('AWS::Events::Rule').filter(tells), 'no EventBridge rule matches its findings', 'no AWS::Events::Rule for its findings',
  ),
};

function tells(eventRule: TemplateResource): boolean {
  const sources = eventRule.at('EventPattern', 'source').items().map((source) => textOf(source.value) ?? '');
  return sources.some((source) => SOURCES.includes(source))
    && isOneOf(eventRule.at('State'), [undefined, 'ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'], '').verdict === 'pass'
    && isNotEmpty(eventRule.at('Targets'), '').verdict === 'pass';
}
