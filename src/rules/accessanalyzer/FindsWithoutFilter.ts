import { textOf } from '../../model';
import { decide, every, isAtMost, isNotEmpty, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ACCESSANALYZER-001',
  title: 'An access analyzer reports unused access within 90 days, and hides no finding by a rule without filter',
  severity: 'medium',
  types: ['AWS::AccessAnalyzer::Analyzer'],
  rationale: 'Access that nobody uses serves intruders alone. An archive rule that takes everything makes the analyzer blind.',
  remediation: 'Set UnusedAccessAge to 90 or less for analyzers of unused access, and give every archive rule a filter.',
  check: (analyzer) => every(
    decide(analyzer.at('Type'), 'its type is not known', (type) => typeof type === 'string'),
    /_UNUSED_ACCESS$/.test(textOf(analyzer.at('Type').value) ?? '')
      ? isAtMost(analyzer.at('AnalyzerConfiguration', 'UnusedAccessConfiguration', 'UnusedAccessAge'), 90, 'it finds unused access after more than 90 days', 90)
      : pass(),
    ...analyzer.at('ArchiveRules').items().map((archive) => isNotEmpty(archive.at('Filter'), 'an archive rule hides every finding')),
  ),
};
