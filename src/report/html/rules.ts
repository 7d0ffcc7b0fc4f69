import { html, Markup } from './markup';
import { badge, controlAnchor, figure, leftOut, plural, prose, ruleAnchor, SEVERITIES, table, tally, VERDICTS, wordOf } from './parts';
import { controlsOf, Framework, MappedControl, nameOf as nameOfControl } from '../../frameworks';
import type { Rule } from '../../rules';
import { Lazily } from '../chunks';
import { count, Counts, Evidence, EvidenceItem, isOpen, nameOf } from '../evidence';
import { groupBy, Items } from '../items';
import { mostRows } from '../large';
import { alsoReported } from '../packs/pack-faults';
import { describeSource } from '../source-line';

/** The filters, and under each rule its verdicts with what was seen. Without script there are no filters, and everything is shown. */
export function rulesSection(evidence: Evidence, frameworks: Framework[]): Markup {
  const byRule = groupBy(evidence.items, ({ rule }) => rule);
  const seen = evidence.rules.flatMap((rule): OfRule[] => (byRule.has(rule) ? [ofRule(rule, byRule.get(rule)!)] : [])).sort(worstFirst);
  const notSeen = evidence.rules.filter((rule) => !byRule.has(rule));
  const stacks = evidence.templates.map(({ id }) => id);
  const places = new Map(stacks.map((id, i) => [id, i]));
  const most = mostRows(evidence);
  const shown = seen.reduce((sum, { items }) => sum + Math.min(items.length, most), 0);
  return html`${shown < evidence.items.length ? html`<p class="banner" role="note">This page lists ${figure(shown)} of ${figure(evidence.items.length)} verdicts: of each rule ${figure(most)} at most, what is open first. The filters look at these only. Figures are of all verdicts; the reports in CSV and JSON list each.</p>
` : ''}${filters(frameworks, stacks)}
${Lazily.of(seen, (each) => ruleDetails(each, controlsOf(each.rule, evidence.framework), places, most))}
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

/** A rule and its verdicts. */
interface OfRule {
  readonly rule: Rule;
  readonly items: Items;
  readonly counts: Counts;
  readonly isOpen: boolean;
}

function ofRule(rule: Rule, items: Items): OfRule {
  const counts = count(items);
  return { rule, items, counts, isOpen: counts.fail + counts.unknown > 0 };
}

function ruleDetails({ rule, items, counts }: OfRule, controls: MappedControl[], stacks: Map<string, number>, most: number): Markup {
  const { id, severity, title } = rule;
  const worstAbove = VERDICTS.flatMap((verdict) => (counts[verdict] > 0 ? items.filter((item) => item.verdict === verdict) : []));
  const shown = worstAbove.slice(0, most);
  const shownCounts = count(shown);
  const more = VERDICTS.map((verdict) => [verdict, counts[verdict] - shownCounts[verdict]]);
  return html`<details data-rule="${id}" data-severity="${severity}"><summary><h3><code>${id}</code>${prose(title)}</h3>
<span class="counts">${badge(severity)}${tally(Object.fromEntries(VERDICTS.map((verdict) => [verdict, counts[verdict]])))}</span></summary>
<div class="inside" id="${ruleAnchor(id)}">${about(rule, controls)}
${shown.length < items.length ? leftOut(most, tally(Object.fromEntries(more))) : ''}${table('verdicts', `Resources that ${id} judged`, [
  { title: 'Resource', cell: (item) => html`${nameOf(item)}<small>${item.logicalId}, ${item.type}</small>${item.source ? html`<small>${describeSource(item.source)}</small>` : ''}` },
  { title: 'Stack', cell: ({ template }) => template.name },
  { title: 'Verdict', cell: ({ verdict }) => badge(verdict) },
  { title: 'Value seen', cell: ({ value }) => (value === undefined ? '' : html`<code>${value}</code>`) },
  { title: 'Finding', cell: findingOf },
], shown, (item) => html` data-verdict="${item.verdict}" data-stack="${stacks.get(item.template.id)}"${isOpen(item) ? html` data-open` : ''}`)}
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
function worstFirst(a: OfRule, b: OfRule): number {
  const worst = ({ counts }: OfRule) => VERDICTS.findIndex((verdict) => counts[verdict] > 0);
  return Number(b.isOpen) - Number(a.isOpen) || SEVERITIES.indexOf(a.rule.severity) - SEVERITIES.indexOf(b.rule.severity) || worst(a) - worst(b);
}

