import { existsSync, readFileSync } from 'fs';
import { parse, stringify } from 'yaml';
import type { Baseline, BaselineFinding } from './baseline';
import { SEVERITY_ORDER } from './baseline';
import { hides, shown } from './readable';
import { WaiverError } from './waiver-error';
import { isDay } from './waiver-terms';

const VERSION = 1;
const HEAD = `# Findings that were there when the rules were adopted. Only new or worse ones fail, until the last day below.
# Written by cdk-zero-trust audit --write-baseline, which takes out what is gone and adds nothing. See docs/adopt.md.
`;
const TEXTS = ['rule', 'path', 'severity', 'verdict', 'finding', 'content'] as const;

/** The baseline of a file. Throws a `WaiverError`. @internal */
export function readBaselineFile(path: string): Baseline {
  const refuse = (what: string) => new WaiverError(path, 'BadBaseline', what, 'write it by cdk-zero-trust audit --write-baseline.');
  let content: unknown;
  try {
    content = parse(readFileSync(path, 'utf-8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw refuse(`it cannot be read (${code ?? message.split('\n')[0]}).`);
  }
  const { version, until, findings, ...others } = isMap(content) ? content : {};
  if (version !== VERSION || Object.keys(others).length > 0) throw refuse(`it is no baseline of version ${VERSION}.`);
  if (typeof until !== 'string' || !isDay(until)) throw refuse(`until is ${until === undefined ? 'missing' : 'no day'}: a baseline has a last day, as YYYY-MM-DD.`);
  if (!Array.isArray(findings)) throw refuse('it has no list of findings.');
  return { until, findings: findings.map((entry, i) => readEntry(entry, (what = 'is no finding') => refuse(`entry ${i + 1} ${what}.`))) };
}

/** Whether there is a file already. @internal */
export function hasBaseline(path: string): boolean {
  return existsSync(path);
}

/** The same as a file: sorted, so that a change shows as one. @internal */
export function writeBaseline({ until, findings }: Baseline): string {
  const sorted = findings.map((entry) => ({ ...entry, finding: shown(entry.finding) })).sort((a, b) => compare(`${a.rule}\n${a.path}`, `${b.rule}\n${b.path}`));
  return `${HEAD}${stringify({ version: VERSION, until, findings: sorted }, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

function readEntry(entry: unknown, refuse: (what?: string) => WaiverError): BaselineFinding {
  if (!isMap(entry) || TEXTS.some((field) => typeof entry[field] !== 'string')) throw refuse();
  const { rule, path, severity, verdict, finding, content, seen } = entry as Record<string, string>;
  const parts: unknown = seen;
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string') || !SEVERITY_ORDER.includes(severity)) throw refuse();
  if (verdict !== 'fail' && verdict !== 'unknown') throw refuse();
  if (hides(finding)) throw refuse('hides a part of its finding'); // people review it
  return { rule, path, severity, verdict, finding, seen: parts, content };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
