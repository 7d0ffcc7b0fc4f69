import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Detection } from '../src/detect/detection';
import { shippedDetections } from '../src/detect/shipped-detections';

const PAGE = join(__dirname, '..', 'docs', 'constructs', 'detections.md');
const MARKED = /<!-- detections -->\n[^]*?<!-- \/detections -->/;

/** docs/constructs/detections.md with its tables, made from the files in detections/. */
export function detectionsPage(page = readFileSync(PAGE, 'utf-8')): string {
  if (!MARKED.test(page)) throw new Error('The page has no place for the detections.');
  const [live, data] = [shippedDetections().filter(isLive), shippedDetections().filter((one) => !isLive(one))];
  const block = [
    '<!-- detections -->',
    `${live.length} run in the function:`,
    '',
    ...table(['detection', 'finds', 'severity', 'ATT&CK', 'false positives'], live.map((one) => [...common(one), falsePositives(one)])),
    '',
    `${data.length} run over logs, by [ScheduledDetections](scheduled-detections.md):`,
    '',
    ...table(['detection', 'finds', 'severity', 'ATT&CK', 'log', 'counts'], data.map((one) => [...common(one), one.service, counts(one)])),
    '',
    'Made from the files by `scripts/detections-md.ts`.',
    '<!-- /detections -->',
  ].join('\n');
  return page.replace(MARKED, () => block);
}

const isLive = ({ window, service }: Detection) => window === undefined && service === 'cloudtrail';
const common = ({ name, title, severity, techniques }: Detection) => [`[${name}](../../detections/${name}.yml)`, title, String(severity), techniques.join(', ')];
const falsePositives = (one: Detection) => one.falsePositives.join('; ');

function counts({ window }: Detection): string {
  if (!window) return 'one event';
  const what = window.field === undefined ? 'events' : `values of \`${window.field}\``;
  return `${window.atLeast} ${what} in ${window.seconds / 60} minutes by \`${window.groupBy.join('`, `')}\``;
}

function table(head: string[], rows: string[][]): string[] {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
}

if (require.main === module) writeFileSync(PAGE, detectionsPage());
