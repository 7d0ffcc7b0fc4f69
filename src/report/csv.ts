import { once } from './chunks';
import type { Evidence } from './evidence';
import type { Found } from './evidence-item';
import { visible } from './plain-text';
import { controlNames } from '../frameworks';
import type { ReadTemplate } from '../model/read-templates';
import type { Rule } from '../rules';

const COLUMNS = [
  'rule', 'severity', 'title', 'stack', 'logical id', 'type', 'construct path', 'verdict', 'value seen', 'finding',
  'waiver owner', 'waiver reason', 'waiver ticket', 'waiver expires', 'controls', 'template', 'sha-256', 'accepted by', 'accepted because', 'baseline state', 'baseline until',
];

/** Every verdict, passes included, one a line as in RFC 4180; below them whom they trust. */
export function* writeCsv({ items, framework, trusted = [], trustedOrganizations = [] }: Evidence): Generator<string> {
  yield `${cells(COLUMNS)}\r\n`;
  const ofRule = once((rule: Rule) => ({ begin: cells([rule.id, rule.severity, rule.title]), controls: cells([controlNames(rule, framework).join('; ')]) }));
  const ofTemplate = once((template: ReadTemplate) => ({ name: cells([template.name]), file: cells([template.templatePath, template.sha256]) }));
  const ofType = once(cell);
  let [ofFound, last]: [typeof wordsOf, Rule | undefined] = [once(wordsOf), undefined];
  for (const { rule, found, resource: { template, logicalId, type, constructPath } } of items) {
    const { begin, controls } = ofRule(rule);
    const { name, file } = ofTemplate(template);
    if (rule !== last) [ofFound, last] = [once(wordsOf), rule]; // kept no longer than it is of use
    const { seen, accepted } = ofFound(found);
    yield `${begin},${name},${cell(logicalId)},${ofType(type)},${cell(constructPath)},${seen},${controls},${file},${accepted}\r\n`;
  }
  for (const { account, source } of trusted) yield trust('Trusted account', account, source);
  for (const { organization, source } of trustedOrganizations) yield trust('Trusted organization', organization, source);
}

/** No verdict of a rule: whom verdicts did not take for strangers. */
function trust(title: string, id: string, source: string): string {
  const row: Record<string, string> = { 'title': title, 'verdict': 'trusted', 'value seen': id, 'accepted by': source };
  return `${cells(COLUMNS.map((column) => row[column]))}\r\n`;
}

function wordsOf({ verdict, value, finding, waiver, acceptance, baselineState }: Found) {
  return {
    seen: cells([verdict, value, finding, waiver?.owner, waiver?.reason, waiver?.ticket, waiver?.expires]),
    accepted: cells([acceptance && `${acceptance.by} (${acceptance.source})`, acceptance?.reason, baselineState, acceptance?.until]),
  };
}

function cells(row: (string | undefined)[]): string {
  return row.map(cell).join(',');
}

/** Spreadsheets run what begins like a formula, and templates are anybody's text: such cells begin with an apostrophe. */
function cell(text = ''): string {
  if (text === '') return '';
  const shown = visible(text);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${shown}` : shown;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}
