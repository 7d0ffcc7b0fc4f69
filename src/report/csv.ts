import { Chunks, Lazily } from './chunks';
import type { Evidence } from './evidence';
import { visible } from './plain-text';
import { controlNames } from '../frameworks';

const COLUMNS = [
  'rule', 'severity', 'title', 'stack', 'logical id', 'type', 'construct path', 'verdict', 'value seen', 'finding',
  'waiver owner', 'waiver reason', 'waiver ticket', 'waiver expires', 'controls', 'template', 'sha-256', 'accepted by', 'accepted because', 'baseline state', 'baseline until',
];

/** Every verdict, passes included, one a line as in RFC 4180. */
export function writeCsv({ items, framework }: Evidence): Chunks {
  const rows = Lazily.of(items, ({ rule, template, logicalId, type, constructPath, verdict, value, finding, waiver, acceptance, baselineState }) => [
    rule.id, rule.severity, rule.title, template.name, logicalId, type, constructPath, verdict, value, finding,
    waiver?.owner, waiver?.reason, waiver?.ticket, waiver?.expires,
    controlNames(rule, framework).join('; '), template.templatePath, template.sha256,
    acceptance && `${acceptance.by} (${acceptance.source})`, acceptance?.reason, baselineState, acceptance?.until,
  ]);
  return lines(rows);
}

function* lines(rows: Iterable<(string | undefined)[]>): Generator<string> {
  yield line(COLUMNS);
  for (const row of rows) yield line(row);
}

function line(row: (string | undefined)[]): string {
  return `${row.map(cell).join(',')}\r\n`;
}

/** Spreadsheets run what begins like a formula, and templates are anybody's text: such cells begin with an apostrophe. */
function cell(text = ''): string {
  const shown = visible(text);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${shown}` : shown;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}
