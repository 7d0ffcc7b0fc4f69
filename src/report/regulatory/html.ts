import { acceptanceOf, Article, countStatuses, describePerformed, Performed, placeOf, RegulatoryReport, RuleEvidence, summaryOf } from './collect';
import type { Chunks } from '../chunks';
import type { EvidenceItem } from '../evidence';
import { head } from '../html/head';
import { html, Markup } from '../html/markup';
import { badge, plural, prose, table, tally } from '../html/parts';
import { STYLE } from '../html/style';
import type { Tool } from '../writer';

/** So many places of one finding are read. */
const MANY = 8;

/** One page that loads nothing, for people who answer for an article and not for a template. */
export function writeRegulatoryHtml(report: RegulatoryReport, tool: Tool): Chunks {
  const { framework, articles, templates, date } = report;
  const title = `${framework.name} ${framework.version}: what the templates show`;
  return html`<!doctype html>
<html lang="en">
${head(title, [STYLE])}
<body>
<header class="wide"><h1>${title}</h1><p class="lead">${framework.title}, by ${framework.publisher}. ${framework.extent}</p></header>
<main class="wide">
<section aria-labelledby="h-summary"><h2 id="h-summary">Summary</h2>
<p class="lead">${summaryOf(report)}.</p>
<p>${tally(Object.fromEntries(countStatuses(report)))}</p>
<p>This report is evidence for an assessment and no certificate: it shows what was declared to be deployed on ${date}, what was accepted and by whom, and what no
template can show. Titles are in our words; the text that counts is <a href="${framework.source}" rel="noreferrer">that of the publisher</a>.</p></section>
<section aria-labelledby="h-articles"><h2 id="h-articles">Requirements</h2>
<div class="paper">${table('controls', `Requirements of ${framework.name}`, [
  { title: 'Requirement', cell: ({ control }) => html`${control.id}<small>${control.title}</small>` },
  { title: 'Verdict', cell: ({ status }) => badge(status) },
  { title: 'Evidence', cell: evidenceOf },
], articles)}</div></section>
<section aria-labelledby="h-templates"><h2 id="h-templates">Templates</h2>
<div class="paper">${table('plain', 'What was judged', [
  { title: 'Template', cell: ({ name }) => name },
  { title: 'SHA-256', cell: ({ sha256 }) => html`<code>${sha256}</code>` },
], templates)}</div></section>
</main>
<footer class="wide">Made by ${tool.name} ${tool.version} on ${date}. This page loads nothing and sends nothing.</footer>
</body>
</html>
`;
}

function evidenceOf({ evidence, performed, control: { notCovered } }: Article): Markup {
  return html`${evidence.length > 0 ? html`<ul>${evidence.map(ruleLine)}</ul>` : ''}${performed.map(performedLine)}${notCovered === undefined
    ? '' : html`<p class="open-part"><b>Not covered by a library:</b> ${prose(notCovered)}</p>`}`;
}

function ruleLine({ id, title, passes, open, accepted }: RuleEvidence): Markup {
  return html`<li>${title} <small>${id}: passes on ${plural(passes, 'resource')}</small>${places('open', open, ({ finding }) => finding)}${places('accepted', accepted, acceptanceOf)}</li>`;
}

function places(what: string, items: EvidenceItem[], why: (item: EvidenceItem) => string | undefined): Markup {
  if (items.length === 0) return html``;
  return html`${items.slice(0, MANY).map((item) => html`<small>${badge(item.verdict)} ${placeOf(item)}: ${why(item) ?? ''}</small>`)}${
    items.length > MANY ? html`<small>${plural(items.length - MANY, 'more place')} ${what}</small>` : ''}`;
}

function performedLine(performed: Performed): Markup {
  return html`<p>${badge(performed.holds ? 'pass' : 'fail', performed.holds ? 'performed' : 'overdue')} ${describePerformed(performed)}</p>`;
}
