import { html, Markup } from './markup';
import { plural, table } from './parts';
import { Evidence, notJudged } from '../evidence';

/** What was read, by its hash, and what in it was not judged. */
export function templatesSection(evidence: Evidence): Markup {
  const { templates, skipped, unreadable } = evidence;
  const left = notJudged(evidence);
  return html`<div class="paper">${table('plain', 'Templates that were judged', [
    { title: 'Stack', cell: ({ name, id }) => html`${name}${id === name ? '' : html`<small>${id}</small>`}` },
    { title: 'File', cell: ({ templatePath }) => templatePath },
    { title: 'SHA-256', cell: ({ sha256 }) => html`<code>${sha256}</code>` },
    { title: 'Not judged', cell: (template) => leftOut([...template.warnings, ...left.get(template)!]) },
  ], templates)}</div>
<p class="faint">${plural(templates.length, 'template')}. A hash is that of the file, as <code>sha256sum</code> gives it, and of the files that the template names (<code>sha256sum template files | sha256sum</code>): the same hash is the same evidence.</p>
${unreadable.length === 0 ? '' : html`<h3>Not read</h3><p>${leftOut(unreadable)}</p>`}
<h3>Types that no rule looks at</h3>
<p>${skipped.length === 0 ? 'None.' : skipped.map(({ type, resources }) => `${type} (${resources})`).join(', ')}</p>`;
}

function leftOut(sentences: string[]): Markup | string {
  return sentences.length === 0 ? 'nothing' : html`${sentences.map((sentence) => html`${sentence}<br>`)}`;
}
