import { html, Markup } from './markup';
import { badge, bar, controlAnchor, plural, prose, ruleAnchor, table, tally } from './parts';
import { ControlSummary, FrameworkSummary } from '../framework-summary';

/** Each framework with its controls, their rules, and why a library cannot cover the rest. */
export function frameworksSection(summaries: FrameworkSummary[]): Markup {
  return html`<p class="lead">A control has the worst verdict of its rules. A pass says that the rules found nothing in the templates; it is no
certificate. Where a control asks for more than templates show, the report says so and the evidence has to come from elsewhere.</p>
${summaries.map(frameworkDetails)}`;
}

function frameworkDetails({ framework, controls, counts }: FrameworkSummary): Markup {
  const { id, name, version, title, publisher, extent, source } = framework;
  return html`<details data-framework="${id}"><summary><h3>${name} ${version}</h3><span class="counts">${tally(counts)}</span>
<span class="under">${bar(counts)}</span></summary>
<div class="inside" id="framework-${id}">
<p>${title}, by ${publisher}. ${extent} Source: <a href="${source}" rel="noreferrer">${source}</a></p>
<p class="faint">${coverageOf(controls)}</p>
${table('controls', `Controls of ${name}`, [
  { title: 'Control', cell: ({ control }) => html`<span id="${controlAnchor(id, control.id)}">${control.id}</span><small>${control.title}</small>` },
  { title: 'Verdict', cell: ({ status }) => badge(status) },
  { title: 'Rules, and what they leave open', cell: coverage },
], controls)}
</div></details>
`;
}

function coverageOf(controls: ControlSummary[]): string {
  const served = controls.filter(({ status }) => status !== 'not-covered');
  const inPart = served.filter(({ control }) => control.notCovered !== undefined).length;
  const covered = `${served.length} covered by rules${inPart > 0 ? ` (${inPart} of them in part)` : ''}`;
  return `${plural(controls.length, 'control')} listed: ${covered}, ${controls.length - served.length} not covered by a library.`;
}

function coverage({ control, rules, status }: ControlSummary): Markup {
  const links = [...rules].map(([rule, { fail, unknown }]) => {
    const open = fail + unknown;
    return html`<li><a href="#${ruleAnchor(rule)}">${rule}</a>${open > 0 ? ` ${open} open` : ''}</li>`;
  });
  const reason = control.notCovered ?? (status === 'not-covered' ? 'No rule of this report looks at it.' : undefined);
  return html`${links.length > 0 ? html`<ul class="links">${links}</ul>` : ''}${reason === undefined ? '' : html`<p class="open-part"><b>Not covered by a library${status === 'not-covered' ? '' : ', in part'}:</b> ${prose(reason)}</p>`}`;
}
