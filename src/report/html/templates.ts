import { html, Markup } from './markup';
import { plural, table } from './parts';
import type { Evidence } from '../evidence';

/** What was read, by its hash, and what in it was not judged. */
export function templatesSection({ templates }: Evidence): Markup {
  return html`<div class="paper">${table('plain', 'Templates that were judged', [
    { title: 'Stack', cell: ({ name, id }) => html`${name}${id === name ? '' : html`<small>${id}</small>`}` },
    { title: 'File', cell: ({ templatePath }) => templatePath },
    { title: 'SHA-256', cell: ({ sha256 }) => html`<code>${sha256}</code>` },
    { title: 'Not judged', cell: ({ notJudged }) => (notJudged.length === 0 ? 'nothing' : html`${notJudged.map((sentence) => html`${sentence}<br>`)}`) },
  ], templates)}</div>
<p class="faint">${plural(templates.length, 'template')}. A hash is that of the file, as <code>sha256sum</code> gives it: the same hash is the same evidence.</p>`;
}
