import { TemplateResource, textOf } from '../../model';
import { fail, isNotEmpty, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** Who sends the events of findings: the analyzer, and Security Hub for it. */
const SOURCES = ['aws.access-analyzer', 'aws.securityhub'];

export const rule: Rule = {
  id: 'ZT-ACCESSANALYZER-002',
  title: 'What an access analyzer finds reaches somebody',
  severity: 'low',
  types: ['AWS::AccessAnalyzer::Analyzer'],
  rationale: 'A finding that a bucket or a role is open to strangers waits on a page of the console until somebody looks there.',
  remediation: 'Send events of source aws.access-analyzer to a topic by an AWS::Events::Rule.',
  check(_analyzer, model) {
    const [teller] = model.ofType('AWS::Events::Rule').filter((one) => one.exists() && tells(one));
    return teller ? pass(teller.name) : fail('nobody is told what it finds', 'no AWS::Events::Rule for its findings');
  },
};

function tells(eventRule: TemplateResource): boolean {
  const sources = eventRule.at('EventPattern', 'source').items().map((source) => textOf(source.value) ?? '');
  return sources.some((source) => SOURCES.includes(source))
    && isOneOf(eventRule.at('State'), [undefined, 'ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'], '').verdict === 'pass'
    && isNotEmpty(eventRule.at('Targets'), '').verdict === 'pass';
}
