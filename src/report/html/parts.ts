import { html, Markup } from './markup';
import { Lazily } from '../chunks';
import type { ControlStatus } from '../control-status';
import { SEVERITIES } from '../evidence';
import type { Counts } from '../evidence';

/** From the worst down, as everywhere on the page. */
export const VERDICTS = ['fail', 'unknown', 'baselined', 'off', 'structural', 'waived', 'pass'] as const satisfies (keyof Counts)[];
export { SEVERITIES };

const WORDS: Record<ControlStatus, string> = {
  'fail': 'fail',
  'unknown': 'unknown',
  'baselined': 'in the baseline',
  'off': 'rule switched off',
  'structural': 'structural',
  'waived': 'waived',
  'pass': 'pass',
  'not-seen': 'nothing to judge',
  'not-covered': 'not covered by a library',
};

/** A verdict or a severity: always in words, so that nothing hangs on colour. */
export function badge(kind: string, text = WORDS[kind as ControlStatus] ?? kind): Markup {
  return html`<span class="badge ${kind}">${text}</span>`;
}

/** How people read a verdict. */
export function wordOf(verdict: ControlStatus): string {
  return WORDS[verdict];
}

/** How many of each, without those that are not there. */
export function tally(counts: Partial<Record<ControlStatus, number>>): Markup[] {
  return Object.entries(counts).filter(([, count]) => count > 0).map(([kind, count]) => badge(kind, `${figure(count)} ${WORDS[kind as ControlStatus]}`));
}

/** Shares as a picture, for the eye only: the figures stand beside it. */
export function bar(counts: Partial<Record<ControlStatus, number>>): Markup {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (all === 0) return html``;
  let from = 0;
  const parts = Object.entries(counts).filter(([, count]) => count > 0).map(([kind, count]) => {
    const rect = html`<rect class="${kind}" x="${percent(from, all)}" width="${percent(count, all)}" height="8"/>`;
    from += count;
    return rect;
  });
  return html`<svg class="bar" aria-hidden="true">${parts}</svg>`;
}

function percent(part: number, all: number): string {
  return `${Number(((part / all) * 100).toFixed(2))}%`;
}

export function figure(count: number): string {
  return count.toLocaleString('en');
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}

/** Our own prose: what stands between backticks is code. */
export function prose(text: string): Markup[] {
  return text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

/** Which columns are wide. */
type TableKind = 'controls' | 'verdicts' | 'plain';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Markup | string | undefined;
}

/**
 * A table whose first column names its rows. On narrow screens each row becomes a block, and cells say their column. Rows after the first `most`
 * are counted only, above it.
 */
export function table<Row>(kind: TableKind, caption: string, columns: Column<Row>[], rows: Row[], attributes: (row: Row) => Markup = () => html``, most = Infinity): Markup {
  const [name, ...others] = columns;
  if (rows.length > most) return html`${leftOut(most, [html`${figure(rows.length - most)}`])}${table(kind, caption, columns, rows.slice(0, most), attributes)}`;
  return html`<table class="${kind}"><caption>${caption}</caption>
<thead><tr>${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${Lazily.of(rows, (row) => html`<tr${attributes(row)}><th scope="row">${name.cell(row)}</th>${others.map(({ title, cell }) => html`<td data-label="${title}">${cell(row)}</td>`)}</tr>
`)}</tbody></table>`;
}

/** Told where rows are left out: a person who looks for one must not take the table for the whole. */
export function leftOut(shown: number, more: Markup[]): Markup {
  return html`<p class="faint" role="note">The first ${figure(shown)} rows are shown. Not on this page: ${more.map((one) => html`${one} `)}more. The reports in CSV and JSON list all.</p>
`;
}

export const ruleAnchor = (ruleId: string) => `rule-${ruleId}`;
export const controlAnchor = (framework: string, control: string) => `control-${framework}-${control}`.replace(/\s/g, '_');
