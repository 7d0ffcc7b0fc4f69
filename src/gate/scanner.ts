import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { advisoriesAsSarif } from './advisories';
import { assetsInside } from './assets-inside';
import type { CheckVerdict } from './check';
import { LEVELS, ScannerConfig } from './gate-config';
import { howToInstall, missingPackage } from './missing-scanner';
import { Ended, MAX_OUTPUT, runProgram } from './run-program';
import { readSarif } from './sarif-results';
import { plain } from '../report/plain-text';

/** Where SARIF of scanners is, in the folder of evidence. */
export const SCANNERS = 'scanners';
/** What every program needs, and no more: the environment of a pipeline holds its credentials. */
const PASSED = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'TEMP', 'SYSTEMROOT', 'USERPROFILE'];
/** The last line of npm, which names a file of the machine and no reason. */
const NPM_LOG = /^npm (error|ERR!)\s+A complete log of this run/;

export interface Scanned {
  readonly scanner: ScannerConfig;
  readonly verdict: Exclude<CheckVerdict, 'left-out'>;
  readonly why: string;
  readonly files: readonly string[];
}

/** Runs a scanner over the source and the assets. Whatever keeps it from giving a report that can be read is a failure. */
export async function scan(scanner: ScannerConfig, evidence: string, assets: readonly string[]): Promise<Scanned> {
  const { name, command, format, timeoutSeconds, exitCodes } = scanner;
  const file = `${SCANNERS}/${name}.sarif`;
  const path = join(evidence, file);
  mkdirSync(join(evidence, SCANNERS), { recursive: true });
  rmSync(path, { force: true }); // that of an earlier run would be taken for this one's
  const passed = [...PASSED, ...scanner.environment].filter((key) => process.env[key] !== undefined);
  const environment = Object.fromEntries(passed.map((key) => [key, process.env[key]]));
  if (assets.length === 0 && scanner.arguments.includes('{assets}') && scanner.covers.every((check) => check === 'secrets-assets')) {
    return { scanner, verdict: 'pass', why: `${name}: no function has an asset`, files: [] };
  }
  const { code, failure, isMissing, output, errors: printed } = await runWithAssets(scanner, assets, (given) => {
    const args = scanner.arguments.flatMap((argument) => (argument === '{assets}' ? given : [argument.split('{sarif}').join(path)]));
    return runProgram({ command, arguments: args, environment, timeoutSeconds });
  });
  // what the settings hand over may be a token, and what is printed is kept
  const errors = scanner.environment.flatMap((key) => process.env[key] || []).reduce((text, value) => text.replaceAll(value, '***'), printed);
  const end = (verdict: Scanned['verdict'], why: string): Scanned => ({ scanner, verdict, why: `${name}: ${why}`, files: existsSync(path) ? [file] : [] });
  const unusable = (why: string) => {
    if (!isJson(path)) rmSync(path, { recursive: true, force: true }); // half of a report, which an upload of the folder would take
    const last = errors.split('\n').filter((line) => !NPM_LOG.test(line)).pop() ?? '';
    return end('unusable', plain(last === '' ? why : `${why} (${last.slice(0, 300)})`));
  };
  if (isMissing) return unusable(`${command}: ${failure}: ${howToInstall(command)}`);
  if (failure !== undefined) return unusable(`${command}: ${failure}`);
  const absent = missingPackage(errors);
  if (absent !== undefined && code !== 0) return unusable(absent);
  if (!exitCodes.includes(code!)) return unusable(`it ended with ${code}, which is a crash unless exitCodes has it`);

  const inFile = scanner.arguments.some((argument) => argument.includes('{sarif}'));
  if (inFile) {
    const kind = lstatSync(path, { throwIfNoEntry: false });
    if (!kind) return unusable('it wrote no report');
    if (!kind.isFile() || kind.size > MAX_OUTPUT) {
      rmSync(path, { recursive: true, force: true });
      return unusable(kind.isFile() ? 'it wrote more than can be read' : 'what it wrote is no file');
    }
  }
  const text = inFile ? readFileSync(path, 'utf-8') : output.toString('utf-8');
  if (format === 'sarif' && !inFile) writeFileSync(path, output);
  if (format !== 'sarif') {
    const sarif = advisoriesAsSarif(format, text);
    if (typeof sarif === 'string') return unusable(`its report cannot be used: ${sarif}`);
    writeFileSync(path, `${JSON.stringify(sarif, undefined, 2)}\n`);
  }
  const read = readSarif(readFileSync(path, 'utf-8'));
  if (typeof read === 'string') return unusable(`its report cannot be used: ${read}`);
  const stopping = LEVELS.slice(0, LEVELS.indexOf(scanner.failOn) + 1);
  const tally = (levels: readonly (typeof LEVELS)[number][]) => levels.filter((level) => read.byLevel[level] > 0).map((level) => `${read.byLevel[level]} ${level}`).join(', ');
  const found = tally(stopping);
  const hidden = read.suppressed > 0 ? `; ${read.suppressed} suppressed` : '';
  return found ? end('stop', `${found} (failOn ${scanner.failOn})${hidden}`) : end('pass', `nothing at or over ${scanner.failOn}${tally(LEVELS) && `; below it ${tally(LEVELS)}`}${hidden}`);
}

function isJson(path: string): boolean {
  try {
    JSON.parse(readFileSync(path, 'utf-8').replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}

type Run = (assets: readonly string[]) => Promise<Ended>;

async function runWithAssets({ arguments: args }: ScannerConfig, assets: readonly string[], run: Run): Promise<Ended> {
  if (!args.includes('{assets}')) return run(assets);
  let inside;
  try {
    inside = assetsInside(assets);
  } catch (error) {
    return { failure: `the assets cannot be copied into the working directory (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`, output: Buffer.alloc(0), errors: '' };
  }
  try {
    return await run(inside.paths);
  } finally {
    inside.remove();
  }
}
