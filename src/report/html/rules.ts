import { html, Markup } from './markup';
import { badge, controlAnchor, plural, prose, ruleAnchor, SEVERITIES, table, tally, VERDICTS, wordOf } from './parts';
import { controlsOf, Framework, MappedControl, nameOf as nameOfControl } from '../../frameworks';
import type { Rule } from '../../rules';
import { Lazily } from '../chunks';
import { count, Evidence, EvidenceItem, isOpen, nameOf } from '../evidence';
import { groupBy, Items } from '../items';
import { alsoReported } from '../packs/pack-faults';
import { describeSource } from '../source-line';

/** The filters, and under each rule its verdicts with what was seen. Without script there are no filters, and everything is shown. */
export function rulesSection(evidence: Evidence, frameworks: Framework[]): Markup {
  const byRule = groupBy(evidence.items, ({ rule }) => rule);
  const seen = evidence.rules.flatMap((rule): [Rule, Items][] => (byRule.has(rule) ? [[rule, byRule.get(rule)!]] : [])).sort(worstFirst);
  const notSeen = evidence.rules.filter((rule) => !byRule.has(rule));
  const stacks = evidence.templates.map(({ id }) => id);
  const places = new Map(stacks.map((id, i) => [id, i]));
  return html`${filters(frameworks, stacks)}
${Lazily.of(seen, ([rule, items]) => ruleDetails(rule, items, controlsOf(rule, evidence.framework), places))}
${notSeen.length > 0 ? html`<details><summary><h3>${plural(notSeen.length, 'rule')} with nothing to judge</h3></summary><div class="inside">
<p class="faint">The templates have no resource of the types that these rules look at.</p>
${table('plain', 'Rules with nothing to judge', [
  { title: 'Rule', cell: ({ id }) => html`<code id="${ruleAnchor(id)}">${id}</code>` },
  { title: 'Severity', cell: ({ severity }) => badge(severity) },
  { title: 'What holds when it passes', cell: ({ title }) => html`${prose(title)}` },
], notSeen)}</div></details>` : ''}`;
}

function filters(frameworks: Framework[], stacks: string[]): Markup {
  const choices: [string, string, [string, string][]][] = [
    ['framework', 'Framework', frameworks.map(({ id, name, version }) => [id, `${name} ${version}`])],
    ['severity', 'Severity', SEVERITIES.map((severity) => [severity, severity])],
    ['stack', 'Stack', stacks.map((stack, i) => [String(i), stack])],
    ['verdict', 'Verdict', [['open', 'fail or unknown'], ...VERDICTS.map((verdict): [string, string] => [verdict, wordOf(verdict)])]],
  ];
  const option = ([value, text]: [string, string]) => html`<option value="${value}">${text}</option>`;
  return html`<form role="search" aria-label="Filter the evidence" hidden>
${choices.map(([name, label, options]) => html`<label>${label}<select name="${name}">${option(['', 'all'])}${options.map(option)}</select></label>
`)}<label>Text<input type="search" name="text" placeholder="resource, value, rule …" autocomplete="off" spellcheck="false"></label>
<button type="button" aria-pressed="false">Open all</button><button type="reset">Reset</button>
<p class="shown" role="status" aria-live="polite"></p></form>`;
}

function ruleDetails(rule: Rule, items: Items, controls: MappedControl[], stacks: Map<string, number>): Markup {
  const { id, severity, title } = rule;
  const counts = count(items);
  const worstAbove = [...items].sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict));
  return html`<details data-rule="${id}" data-severity="${severity}"><summary><h3><code>${id}</code>${prose(title)}</h3>
<span class="counts">${badge(severity)}${tally(Object.fromEntries(VERDICTS.map((verdict) => [verdict, counts[verdict]])))}</span></summary>
<div class="inside" id="${ruleAnchor(id)}">${about(rule, controls)}
${table('verdicts', `Resources that ${id} judged`, [
  { title: 'Resource', cell: (item) => html`${nameOf(item)}<small>${item.logicalId}, ${item.type}</small>${item.source ? html`<small>${describeSource(item.source)}</small>` : ''}` },
  { title: 'Stack', cell: ({ template }) => template.name },
  { title: 'Verdict', cell: ({ verdict }) => badge(verdict) },
  { title: 'Value seen', cell: ({ value }) => (value === undefined ? '' : html`<code>${value}</code>`) },
  { title: 'Finding', cell: findingOf },
], worstAbove, (item) => html` data-verdict="${item.verdict}" data-stack="${stacks.get(item.template.id)}"${isOpen(item) ? html` data-open` : ''}`)}
</div></details>
`;
}

function findingOf(item: EvidenceItem): Markup {
  const { finding, acceptance } = item;
  const others = alsoReported(item);
  return html`${finding}${acceptance?.by === 'cdk' ? html`<small>${acceptance.reason}</small>` : ''}${others ? html`<small>${others}</small>` : ''}`;
}

function about({ rationale, remediation }: Rule, controls: MappedControl[]): Markup {
  const links = controls.map((mapped) => {
    const { framework, control } = mapped;
    return html`<li><a href="#${controlAnchor(framework.id, control.id)}">${nameOfControl(mapped)}</a></li>`;
  });
  return html`<div class="why"><div><h4>Why</h4><p>${prose(rationale)}</p></div>
<div><h4>Remediation</h4><p>${prose(remediation)}</p></div>
${links.length > 0 ? html`<div><h4>Controls</h4><ul class="links">${links}</ul></div>` : ''}</div>`;
}

/** What is open before what passes, then by severity; the order of rules is that of their ids otherwise. */
function worstFirst([a, ofA]: [Rule, Items], [b, ofB]: [Rule, Items]): number {
  const worst = (items: Items) => VERDICTS.findIndex((verdict) => items.some((item) => item.verdict === verdict));
  const open = (items: Items) => Number(items.some(isOpen));
  return open(ofB) - open(ofA) || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || worst(ofA) - worst(ofB);
}

