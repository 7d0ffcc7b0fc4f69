import { spawnSync } from 'child_process';
import { existsSync, readdirSync } from 'fs';
import { homedir } from 'os';
import { join } from 'path';

export const PACKAGE = join(__dirname, '..', '..', 'lambda', 'runtime-guard', 'python');
const SUPPORTED = /^3\.(1[2-4])\.\d+/;

export interface Python {
  readonly version: string;
  readonly path: string;
}

/**
 * One Python of each version that Lambda runs and this machine has: those that GUARD_PYTHONS names (paths, by commas), of the path, and of pyenv.
 * Throws where there is none, so that no run passes without one.
 */
export function pythons(): Python[] {
  const found = new Map<string, string>();
  for (const path of candidates()) {
    const { stdout, status } = spawnSync(path, ['-c', 'import platform; print(platform.python_version())'], { encoding: 'utf8' });
    const minor = status === 0 ? SUPPORTED.exec(stdout)?.[1] : undefined;
    if (minor !== undefined && !found.has(minor)) found.set(minor, path);
  }
  if (found.size === 0) throw new Error('No Python 3.12, 3.13 or 3.14 was found. Install one, name it in GUARD_PYTHONS, or skip these tests with GUARD_PYTHONS=skip.');
  return [...found].sort().map(([minor, path]) => ({ version: `3.${minor}`, path }));
}

/** The same tests on each Python. */
export function onEachPython(tests: (python: Python) => void): void {
  const found = process.env.GUARD_PYTHONS === 'skip' ? [] : pythons();
  for (const python of found) describe(`Python ${python.version}`, () => tests(python));
  if (found.length === 0) test.skip('no Python: GUARD_PYTHONS=skip', () => undefined);
}

function candidates(): string[] {
  if (process.env.GUARD_PYTHONS) return process.env.GUARD_PYTHONS.split(',');
  const pyenv = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  const installed = existsSync(pyenv) ? readdirSync(pyenv).filter((name) => SUPPORTED.test(name)).map((name) => join(pyenv, name, 'bin', 'python3')) : [];
  return ['python3.12', 'python3.13', 'python3.14', 'python3', ...installed];
}

/** Answers of the Python side to a list of questions, which one process reads. */
export function ask(python: Python, questions: readonly object[]): any[] {
  const { stdout, stderr, status } = spawnSync(python.path, ['-B', join(__dirname, 'equal.py')], {
    encoding: 'utf8', input: questions.map((question) => JSON.stringify(question)).join('\n'), env: { PYTHONPATH: PACKAGE, PYTHONIOENCODING: 'utf-8', PYTHONUTF8: '1' }, maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
}
