import { Level, SCANNER_FORMATS } from './gate-config';
import { isObject, objectOrEmpty, own } from '../model/json';

interface Advisory {
  readonly id: string;
  readonly level: Level;
  readonly text: string;
}

const NPM_LEVELS: Record<string, Level> = { critical: 'error', high: 'error', moderate: 'warning', low: 'note', info: 'note' };

/** The advisories of `npm audit --json` or `pip-audit --format json` as SARIF 2.1.0, or what is wrong with the text, as a sentence without its end. */
export function advisoriesAsSarif(format: Exclude<(typeof SCANNER_FORMATS)[number], 'sarif'>, text: string): object | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'it is no JSON';
  }
  const advisories = format === 'npm-audit' ? ofNpm(json) : ofPip(json);
  if (typeof advisories === 'string') return advisories;
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: format } },
      results: advisories.map(({ id, level, text: message }) => ({ ruleId: id, level, message: { text: message } })),
    }],
  };
}

/** Without a network, npm writes an error in place of a report. */
function ofNpm(json: unknown): Advisory[] | string {
  const packages = own(json, 'vulnerabilities');
  if (!isObject(packages) || !isObject(own(json, 'metadata'))) {
    const error = own(json, 'error');
    const cause = [own(error, 'code'), own(error, 'summary') ?? own(json, 'message')].filter((text) => typeof text === 'string' && text !== '').join(': ');
    return `it is no report of npm audit${isObject(error) ? `, but an error${cause && ` (${cause.slice(0, 300)})`}` : ''}`;
  }
  return Object.entries(packages).map(([name, found]) => {
    const severity = String(own(found, 'severity'));
    return { id: `npm/${name}`, level: (own(NPM_LEVELS, severity) as Level | undefined) ?? 'error', text: `${name} ${String(own(found, 'range'))}: ${severity}` };
  });
}

function ofPip(json: unknown): Advisory[] | string {
  const packages = own(json, 'dependencies');
  if (!Array.isArray(packages)) return 'it is no report of pip-audit';
  if (packages.length === 0) return 'pip-audit looked at no package';
  const skipped = packages.find((one) => own(one, 'skip_reason') !== undefined);
  if (skipped !== undefined) return `${String(own(skipped, 'name'))} was skipped: ${String(own(skipped, 'skip_reason'))}`;
  const unread = packages.find((one) => !Array.isArray(own(one, 'vulns')));
  if (unread !== undefined) return `${String(own(unread, 'name'))} has no list of vulnerabilities`;
  return packages.flatMap((one) => {
    const vulns = own(one, 'vulns');
    return (vulns as unknown[]).map((vuln): Advisory => {
      const { id, description } = objectOrEmpty(vuln);
      return { id: String(id), level: 'error', text: `${String(own(one, 'name'))} ${String(own(one, 'version'))}: ${String(description ?? id)}` };
    });
  });
}
