import { textOf } from '../../model';
import { every, fail, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** What each kind of analyzer is called in an account, and in an organisation. */
const KINDS: Record<string, string[]> = {
  'external access': ['ACCOUNT', 'ORGANIZATION'],
  'unused access': ['ACCOUNT_UNUSED_ACCESS', 'ORGANIZATION_UNUSED_ACCESS'],
  'internal access': ['ACCOUNT_INTERNAL_ACCESS', 'ORGANIZATION_INTERNAL_ACCESS'],
};

export const rule: Rule = {
  id: 'ZT-ACCESSANALYZER-003',
  title: 'IAM Access Analyzer analyzers cover external, internal and unused access',
  severity: 'low',
  types: ['AWS::AccessAnalyzer::Analyzer'],
  rationale: 'Each type of analyzer covers one risk: external access to a bucket, internal access that is too broad, or permissions that are never used.',
  remediation: 'Add analyzers of the missing types. Internal and unused access analyzers are billed by resource and by identity.',
  check(_analyzer, model) {
    const types = model.ofType('AWS::AccessAnalyzer::Analyzer').filter((one) => one.exists()).map((one) => textOf(one.at('Type').value) ?? '');
    return every(...Object.entries(KINDS).map(([kind, names]) => (
      types.some((type) => names.includes(type)) ? pass(kind) : fail(`no analyzer covers ${kind}`, types.join(', '))
    )));
  },
};
