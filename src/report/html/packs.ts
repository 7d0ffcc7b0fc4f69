import { html, Markup } from './markup';
import { table } from './parts';
import type { Evidence } from '../evidence';
import { describePacks } from '../packs/pack-faults';

/** What only packs of other libraries report, each fault once. */
export function packsSection(evidence: Evidence): Markup {
  const { alone } = evidence.packs!;
  return html`<p class="lead">${describePacks(evidence)} They are those without an acknowledgement, and are not judged here.</p>
${alone.length === 0 ? '' : html`<div class="paper">${table('plain', 'Faults that only other packs report', [
  { title: 'Resource', cell: ({ path }) => path },
  { title: 'Rule', cell: ({ name }) => name },
  { title: 'Level', cell: ({ isError }) => (isError ? 'error' : 'warning') },
  { title: 'Reported by', cell: ({ ids }) => ids.join(', ') },
], alone)}</div>`}`;
}
