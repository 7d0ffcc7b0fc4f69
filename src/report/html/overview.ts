import { html, Markup } from './markup';
import { badge, bar, figure, plural, SEVERITIES, VERDICTS } from './parts';
import { count, Evidence, EvidenceItem, judgedNothing, openItems } from '../evidence';
import type { Tool } from '../writer';

/** Most reports have none of these. */
const RARE = ['baselined', 'off', 'structural'];

/** What was judged, by what and when. */
export function masthead(evidence: Evidence, { name, version }: Tool, date: string): Markup {
  const { templates, rules, items } = evidence;
  const resources = resourcesIn(items);
  const facts = [
    ['Tool', `${name} ${version}`],
    ['Date', date],
    ['Templates', figure(templates.length)],
    ['Resources judged', figure(resources)],
    ['Rules', figure(rules.length)],
    ['Verdicts', figure(items.length)],
  ];
  return html`<p class="kicker">Zero-trust evidence for ${stacks(templates.map((template) => template.name))}</p>
<h1>${headline(evidence)}</h1>
${evidence.notForProduction === undefined ? '' : html`<p class="banner" role="note">${evidence.notForProduction}.</p>
`}<p class="lead">What the rules of ${name} saw in the CloudFormation templates, resource by resource, passes included. What is not known before
deployment is “unknown”, and is no pass.</p>
<dl class="facts">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Several kinds of verdicts may know the same resource as several. */
function resourcesIn(items: Evidence['items']): number {
  const seen = new Set<EvidenceItem['resource']>();
  for (const { resource } of items) seen.add(resource);
  return new Set(Array.from(seen, ({ template, logicalId }) => `${template.id}\n${logicalId}`)).size;
}

/** The verdicts, each by severity. */
export function summary({ items }: Evidence): Markup {
  const counts = count(items);
  const bySeverity = new Map<string, number>();
  for (const { verdict, rule: { severity } } of items) {
    const key = `${verdict} ${severity}`;
    bySeverity.set(key, (bySeverity.get(key) ?? 0) + 1);
  }
  return html`<ul class="cards">${VERDICTS.filter((verdict) => !RARE.includes(verdict) || counts[verdict] > 0).map((verdict) => {
    return html`<li class="card"><span class="number${counts[verdict] === 0 ? ' zero' : ` ${verdict}`}">${figure(counts[verdict])}</span>${badge(verdict)}
<dl>${SEVERITIES.map((severity) => {
  const number = bySeverity.get(`${verdict} ${severity}`) ?? 0;
  return html`<dt>${severity}</dt><dd${number === 0 ? html` class="zero"` : ''}>${figure(number)}</dd>`;
})}</dl></li>`;
  })}</ul>
${bar(inOrder(counts))}`;
}

function inOrder(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(VERDICTS.map((verdict) => [verdict, counts[verdict]]));
}

function headline(evidence: Evidence): string {
  if (judgedNothing(evidence)) return 'Nothing was judged';
  const open = openItems(evidence);
  if (open.length === 0) return 'Nothing is open';
  const grave = open.filter(({ rule: { severity } }) => severity === 'critical' || severity === 'high').length;
  return grave === 0 ? `${plural(open.length, 'verdict is', 'verdicts are')} open, none of them critical or high`
    : `${plural(grave, 'critical or high verdict is', 'critical or high verdicts are')} open`;
}

function stacks(names: string[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more stacks`;
}
