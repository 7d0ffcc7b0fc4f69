import type { ComplianceReport } from './report';
import { CONTROL_STATUSES } from '../../src/report/control-status';
import { head } from '../../src/report/html/head';
import { html, Markup } from '../../src/report/html/markup';

const STYLE = 'body{font:16px/1.5 sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;padding:.3rem .5rem;'
  + 'text-align:left;vertical-align:top}small{display:block}';

/** One page that loads nothing. */
export function pageOf({ at, account, region, baseline, verdict, sources, frameworks, findings, changes }: ComplianceReport): string {
  const byId = new Map(findings.map((one) => [one.id, one]));
  const list = (items: string[]) => (items.length === 0 ? html`<p>None.</p>` : html`<ul>${items.map((one) => html`<li>${one}</li>`)}</ul>`);
  const page: Markup = html`<!doctype html>
<html lang="en">
${head(`Compliance of ${account}, ${region}`, [STYLE])}
<body>
<h1>Compliance of ${account} in ${region}: ${verdict}</h1>
<p>${at}, by ${baseline}. Evidence for an assessment, and no certificate. A source that was not read is unknown, and unknown is never a pass.</p>
<h2>Sources</h2>
<table><thead><tr><th>Source</th><th>State</th><th>What</th></tr></thead><tbody>${sources.map(({ source, state, what }) => html`<tr><td>${source}</td><td>${state}</td><td>${what}</td></tr>`)}</tbody></table>
<h2>Changes${changes.since === undefined ? '' : ` since ${changes.since}`}</h2>
${changes.since === undefined ? html`<p>There is no report before this one.</p>` : html`<h3>Controls</h3>${list(changes.controls.map(({ control, from, to }) => `${control}: ${from}, now ${to}`))}
<h3>New findings</h3>${list(changes.appeared)}<h3>Findings that are gone</h3>${list(changes.gone)}`}
${frameworks.map(({ name, version, controls }) => html`<h2>${name} ${version}</h2>
<p>${CONTROL_STATUSES.map((status) => [status, controls.filter((one) => one.status === status).length] as const).filter(([, count]) => count > 0).map(([status, count]) => html`${count} ${status}. `)}</p>
<table><thead><tr><th>Control</th><th>Verdict</th><th>Rules: templates, AWS Config</th><th>Findings</th></tr></thead><tbody>${controls.map((control) => html`<tr><th scope="row">${control.id}<small>${control.title}</small></th><td>${control.status}</td>
<td>${control.rules.map(({ id, evidence, config }) => html`<small>${id}: ${evidence}, ${config}</small>`)}</td>
<td>${control.findings.map((id) => html`<small>${byId.get(id)!.status}: ${byId.get(id)!.place}: ${byId.get(id)!.what}</small>`)}${control.notCovered === undefined ? '' : html`<small>Not covered by a library: ${control.notCovered}</small>`}</td></tr>`)}</tbody></table>`)}
</body>
</html>
`;
  return [...page].join('');
}
