import { html, Markup } from './markup';
import { badge, plural, prose, ruleAnchor, table } from './parts';
import { objectOrEmpty, own } from '../../model/json';
import { TEMPLATE_METADATA } from '../../waivers/waiver-record';
import { isOwnRule } from '../../waivers/waiver-terms';
import { Evidence, nameOf, WaivedItem, waivedItems, WaiverProblem } from '../evidence';
import { mostRows } from '../large';
import { structuralAcknowledgements } from '../structural';
import { TemplateWaiver, templateWaivers } from '../template-waivers';

/** What was found and accepted, by whom and until when; and waivers that accept nothing. */
export function waiversSection(evidence: Evidence): Markup {
  const { templates, waiverProblems, waiversNotTried } = evidence;
  const waived = waivedItems(evidence);
  const others = templates.flatMap(templateWaivers).filter(({ waiver, wrong }) => wrong === undefined && !isOwnRule(waiver.rule!));
  return html`${waived.length > 0 ? waivedTable(waived, mostRows(evidence)) : html`<p class="faint">No finding of these rules is waived.</p>`}
${waiverProblems.length > 0 ? problemsTable(waiverProblems) : ''}
${others.length > 0 ? othersTable(others) : ''}
${waiversNotTried > 0 ? html`<p class="faint">${plural(waiversNotTried, 'waiver is', 'waivers are')} for rules that were not run here.</p>` : ''}`;
}

function waivedTable(waived: WaivedItem[], most: number): Markup {
  return html`<div class="paper">${table('plain', 'Findings with a waiver', [
    { title: 'Finding', cell: (item) => html`${ruleLink(item.rule.id)} ${nameOf(item)}<small>${badge(item.waiver.accepts)} ${item.finding}</small>` },
    { title: 'Owner', cell: ({ waiver }) => waiver.owner },
    { title: 'Reason', cell: ({ waiver }) => waiver.reason },
    { title: 'Ticket', cell: ({ waiver }) => waiver.ticket },
    { title: 'Expires', cell: ({ waiver }) => waiver.expires },
    { title: 'From', cell: ({ waiver }) => waiver.source },
  ], waived, undefined, most)}</div>`;
}

function problemsTable(problems: WaiverProblem[]): Markup {
  return html`<h3>Waivers that do not count</h3><div class="paper">${table('plain', 'Their findings stay open', [
    { title: 'Waiver', cell: ({ rule, path }) => `${rule || 'no rule'} on ${path}` },
    { title: 'Owner', cell: ({ owner }) => owner },
    { title: 'Ticket', cell: ({ ticket }) => ticket },
    { title: 'Why it does not count', cell: ({ wrong }) => wrong },
    { title: 'From', cell: ({ source }) => source },
  ], problems)}</div>`;
}

function othersTable(others: TemplateWaiver[]): Markup {
  return html`<h3>Waivers of findings of other packs</h3><div class="paper">${table('plain', 'Their rules were not run here; the templates tell who answers', [
    { title: 'Resource', cell: ({ template, logicalId }) => template.constructPaths?.get(logicalId) ?? `${template.id}/${logicalId}` },
    { title: 'Rule', cell: ({ waiver }) => waiver.rule },
    { title: 'Owner', cell: ({ waiver }) => waiver.owner },
    { title: 'Reason', cell: ({ waiver }) => waiver.reason },
    { title: 'Ticket', cell: ({ waiver }) => waiver.ticket },
    { title: 'Expires', cell: ({ waiver }) => waiver.expires },
  ], others)}</div>`;
}

/** Findings of other packs that no configuration removes, each with the rule that proves what stands in for it. */
export function acknowledgementsSection(evidence: Evidence): Markup {
  const made = structuralAcknowledgements(evidence);
  if (made.length === 0) return html`<p class="faint">There are none, or the templates came without the assembly that tells them.</p>`;
  return html`<p class="lead">Findings of other rule packs that no configuration removes. Each names the rule that proves the compensating control, and holds only
while that rule passes.</p>
<div class="paper">${table('plain', 'Acknowledged by constructs of this library', [
  { title: 'Resource', cell: ({ path }) => path },
  { title: 'Findings', cell: ({ findings }) => html`${findings.map((finding) => html`<code>${finding}</code> `)}` },
  { title: 'Reason', cell: ({ reason }) => html`${prose(reason)}` },
  { title: 'Proved by', cell: ({ provedBy, proved }) => html`${ruleLink(provedBy)} ${proved ? badge('pass', 'proved') : badge('fail', 'void')}` },
], made)}</div>`;
}

/** What the defaults of `ZeroTrust.enforce` set on constructs that are not this library's, as the templates say. */
export function hardeningSection({ templates }: Evidence): Markup {
  const hardened = templates.flatMap((template) => Object.entries(objectOrEmpty(own(template.template, 'Resources'))).flatMap(([logicalId, resource]) => {
    const set = own(own(own(resource, 'Metadata'), TEMPLATE_METADATA), 'hardened');
    return Array.isArray(set) && set.length > 0 ? [{ template, logicalId, resource, set: set.map(String) }] : [];
  }));
  if (hardened.length === 0) return html`<p class="faint">The templates tell of none.</p>`;
  return html`<p class="lead">What the library set by itself on resources of other constructs.</p>
<div class="paper">${table('plain', 'Hardened resources', [
  { title: 'Resource', cell: ({ template, logicalId }) => template.constructPaths?.get(logicalId) ?? `${template.id}/${logicalId}` },
  { title: 'Type', cell: ({ resource }) => String(own(resource, 'Type')) },
  { title: 'What was set', cell: ({ set }) => html`${set.map((name) => html`<code>${name}</code> `)}` },
], hardened)}</div>`;
}

function ruleLink(rule: string): Markup {
  return html`<a href="#${ruleAnchor(rule)}">${rule}</a>`;
}
