import { TemplateResource, textOf } from '../../model';
import { Beside, isBeside, isInAccountOf, someBeside } from '../../model/beside';
import { every } from '../../model/judge';
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
  check(analyzer, model) {
    const analyzers = model.ofType('AWS::AccessAnalyzer::Analyzer');
    return every(...Object.entries(KINDS).map(([kind, names]) => (
      someBeside(analyzer, analyzers.filter((one) => names.includes(typeOf(one))), `no analyzer covers ${kind}`, analyzers.map(typeOf).join(', '), covers)
    )));
  },
};

function typeOf(analyzer: TemplateResource): string {
  return textOf(analyzer.at('Type').value) ?? '';
}

/**
 * An analyzer of an organization covers its accounts, of which this one may be. What is not used is the same in each Region.
 * Source: IAM user guide, "Using AWS Identity and Access Management Access Analyzer".
 */
function covers(one: TemplateResource, other: TemplateResource): Beside {
  const type = typeOf(one);
  const answer = type.endsWith('_UNUSED_ACCESS') ? isInAccountOf(one, other) : isBeside(one, other);
  const isElsewhere = answer === 'no' && isInAccountOf(one, other) === 'no';
  return isElsewhere && type.startsWith('ORGANIZATION') ? 'maybe' : answer;
}
