import { textOf } from '../../model';
import { every, fail, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** What each kind of analyzer is called in an account, and in an organisation. */
const KINDS: Record<string, string[]> = {
  'access from outside': ['ACCOUNT', 'ORGANIZATION'],
  'access that nobody uses': ['ACCOUNT_UNUSED_ACCESS', 'ORGANIZATION_UNUSED_ACCESS'],
  'access from inside': ['ACCOUNT_INTERNAL_ACCESS', 'ORGANIZATION_INTERNAL_ACCESS'],
};

export const rule: Rule = {
  id: 'ZT-ACCESSANALYZER-003',
  title: 'Where access is analysed, it is from outside, from inside, and what nobody uses',
  severity: 'low',
  types: ['AWS::AccessAnalyzer::Analyzer'],
  rationale: 'Each kind of analyzer sees one thing: a bucket that strangers read, a role of ours that reads too much, a permission that nobody needs.',
  remediation: 'Add analyzers of the other types. Those of internal and unused access cost by resource and by role.',
  check(_analyzer, model) {
    const types = model.ofType('AWS::AccessAnalyzer::Analyzer').filter((one) => one.exists()).map((one) => textOf(one.at('Type').value) ?? '');
    return every(...Object.entries(KINDS).map(([kind, names]) => (
      types.some((type) => names.includes(type)) ? pass(kind) : fail(`no analyzer looks for ${kind}`, types.join(', '))
    )));
  },
};
