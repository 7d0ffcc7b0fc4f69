import { count, Evidence, EvidenceItem, openItems, SEVERITIES } from './evidence';
import type { Rule } from '../rules';
import { describePacks } from './packs/pack-faults';

/** So many rules are read at once. */
const HEAD = 10;

/** What one rule found in all templates together. */
interface RuleSummary {
  readonly rule: Rule;
  readonly items: EvidenceItem[];
  readonly templates: number;
}

/** For a first look: the ten rules that matter most, each once over all templates, and how many there are besides. */
export function writeSummary(evidence: Evidence): string {
  const rules = byRule(evidence);
  const open = openItems(evidence);
  const { structural } = count(evidence.items);
  const head = rules.slice(0, HEAD);
  const lines = [
    `${evidence.templates.length} ${evidence.templates.length === 1 ? 'template' : 'templates'}, ${evidence.items.length} verdicts: ${open.length} open, by ${rules.length} `
      + `${rules.length === 1 ? 'rule' : 'rules'}${structural > 0 ? `; ${structural} structural, on provider functions of the CDK` : ''}.`,
    ...SEVERITIES.flatMap((severity) => {
      const { fail, unknown } = count(open.filter(({ rule }) => rule.severity === severity));
      return fail + unknown === 0 ? [] : [`  ${severity.padEnd(8)}  ${fail} fail, ${unknown} unknown`];
    }),
    ...(describePacks(evidence) ? [describePacks(evidence)!] : []),
    ...(head.length > 0 ? ['', ...head.map(describe)] : []),
    ...(rules.length > HEAD ? ['', `${rules.length - HEAD} more rules have findings: leave out --summary to see them.`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** The worst first, and of one severity the one with most findings. */
function byRule(evidence: Evidence): RuleSummary[] {
  const found = new Map<Rule, EvidenceItem[]>();
  for (const item of openItems(evidence)) {
    const items = found.get(item.rule);
    if (items) items.push(item);
    else found.set(item.rule, [item]);
  }
  const rank = ({ rule }: RuleSummary) => SEVERITIES.indexOf(rule.severity);
  return [...found].map(([rule, items]) => ({ rule, items, templates: new Set(items.map(({ template }) => template)).size }))
    .sort((a, b) => rank(a) - rank(b) || b.items.length - a.items.length || (a.rule.id < b.rule.id ? -1 : 1));
}

function describe({ rule, items, templates }: RuleSummary): string {
  const { fail, unknown } = count(items);
  const ids = [...new Set(items.flatMap(({ alsoReportedBy = [] }) => alsoReportedBy.map((id) => id.replace(/\[.*$/s, ''))))].sort();
  return `${rule.severity.padEnd(8)}  ${rule.id}  ${rule.title}\n`
    + `          ${fail} fail, ${unknown} unknown, in ${templates} ${templates === 1 ? 'template' : 'templates'}`
    + (ids.length > 0 ? `\n          also reported by ${ids.join(', ')}` : '');
}
