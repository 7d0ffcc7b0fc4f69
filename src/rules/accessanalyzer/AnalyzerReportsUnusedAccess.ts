import { textOf } from '../../model';
import { decide, every, isAtMost, isNotEmpty, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ACCESSANALYZER-001',
  title: 'IAM Access Analyzer analyzers report unused access within 90 days, and archive rules have a filter',
  severity: 'medium',
  types: ['AWS::AccessAnalyzer::Analyzer'],
  rationale: 'Unused access serves only an intruder. An archive rule without a filter hides every finding of the analyzer.',
  remediation: 'Set UnusedAccessAge to 90 or less on unused access analyzers, and give every archive rule a filter.',
  check: (analyzer) => every(
    decide(analyzer.at('Type'), 'its type is not known', (type) => typeof type === 'string'),
    /_UNUSED_ACCESS$/.test(textOf(analyzer.at('Type').value) ?? '')
      ? isAtMost(analyzer.at('AnalyzerConfiguration', 'UnusedAccessConfiguration', 'UnusedAccessAge'), 90, 'it reports unused access only after more than 90 days', 90)
      : pass(),
    ...analyzer.at('ArchiveRules').items().map((archive) => isNotEmpty(archive.at('Filter'), 'an archive rule has no filter, so it hides every finding')),
  ),
};
