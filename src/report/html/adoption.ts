import { html, Markup } from './markup';
import { badge, ruleAnchor, table } from './parts';
import { describeProvision } from '../../rules';
import { describeBaseline } from '../baseline';
import { acceptedItems, Evidence, nameOf } from '../evidence';
import { mostRows } from '../large';

/** Whether there is anything to say of it. */
export function hasAdoption({ settings, required, trusted, trustedOrganizations, baseline }: Evidence): boolean {
  return [settings, required, trusted, trustedOrganizations, baseline].some((one) => one !== undefined);
}

/** What must be there, how the organisation rates rules, and what was there when it adopted them. */
export function adoptionSection(evidence: Evidence): Markup {
  const { items, settings = [], required = [], trusted = [], trustedOrganizations = [], baseline } = evidence;
  const accepted = acceptedItems(evidence).filter(({ acceptance }) => acceptance.by === 'baseline');
  return html`${required.length === 0 ? '' : html`<h3>Required capabilities</h3><div class="paper">${table('plain', 'What the app must have', [
    { title: 'Capability', cell: ({ rule }) => html`<a href="#${ruleAnchor(rule.id)}">${rule.capability}</a>` },
    { title: 'Verdict', cell: ({ rule }) => badge(items.find((item) => item.rule.id === rule.id)?.verdict ?? 'not-seen') },
    { title: 'Provided by', cell: ({ rule, provision }) => (provision ? describeProvision(provision) : items.find((item) => item.rule.id === rule.id)?.value) },
  ], required)}</div>`}
${settings.length === 0 ? '' : html`<h3>Settings of rules</h3><div class="paper">${table('plain', 'Rules that the organisation rates otherwise', [
  { title: 'Rule', cell: ({ rule }) => html`<a href="#${ruleAnchor(rule)}">${rule}</a>` },
  { title: 'Severity', cell: ({ was, severity }) => (severity ? `${severity} instead of ${was}` : `${was}, switched off`) },
  { title: 'Reason', cell: ({ reason }) => reason },
  { title: 'Findings that are not open for it', cell: ({ rule }) => String(items.filter((item) => item.verdict === 'off' && item.rule.id === rule).length) },
  { title: 'From', cell: ({ source }) => source },
], settings)}</div>`}
${trusted.length === 0 ? '' : html`<h3>Trusted accounts</h3><div class="paper">${table('plain', 'Accounts that policies may name, beside those of the stacks', [
  { title: 'Account', cell: ({ account }) => account },
  { title: 'From', cell: ({ source }) => source },
], trusted)}</div>`}
${trustedOrganizations.length === 0 ? '' : html`<h3>Trusted organizations</h3><div class="paper">${table('plain', 'Organizations that policies may name', [
  { title: 'Organization', cell: ({ organization }) => organization },
  { title: 'From', cell: ({ source }) => source },
], trustedOrganizations)}</div>`}
${baseline === undefined ? '' : html`<h3>Baseline</h3><p>${describeBaseline(baseline).map((text) => html`${text}.<br>`)}</p>
${accepted.length === 0 ? '' : html`<div class="paper">${table('plain', 'Findings that were there when the rules were adopted', [
  { title: 'Finding', cell: (item) => html`<a href="#${ruleAnchor(item.rule.id)}">${item.rule.id}</a> ${nameOf(item)}<small>${badge(item.acceptance.accepts)} ${item.finding}</small>` },
  { title: 'Severity', cell: ({ rule }) => badge(rule.severity) },
  { title: 'Until', cell: ({ acceptance }) => acceptance.until },
], accepted, undefined, mostRows(evidence))}</div>`}`}`;
}
