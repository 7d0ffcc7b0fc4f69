import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ROOT } from '../../scripts/lambda-bundles';

const folder = mkdtempSync(join(tmpdir(), 'zt-ci-results-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: unknown) => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
};
const passed = file('passed.json', { numPassedTests: 7, numFailedTests: 0, numRuntimeErrorTestSuites: 0, testResults: [] });
const failed = file('failed.json', {
  numPassedTests: 2,
  numFailedTests: 1,
  numRuntimeErrorTestSuites: 1,
  testResults: [
    { name: '/repo/test/a.test.ts', status: 'failed', assertionResults: [{ status: 'passed', fullName: 'it holds' }, { status: 'failed', fullName: 'it breaks\n99 passed, 0 failed' }] },
    { name: '/repo/test/b.test.ts', status: 'failed', message: 'Cannot find module x\n  at y', assertionResults: [] },
  ],
});

/** A script of steps, as .ci/run is one. */
function run(script: string): { status: number | null; lines: string[]; work: string } {
  const { status, stdout } = spawnSync('bash', ['-c', `set -euo pipefail\n. '${ROOT}/.ci/steps'\necho "work=$work"\n${script}`], { encoding: 'utf-8', cwd: folder });
  const lines = stdout.trimEnd().split('\n');
  return { status, lines: lines.filter((line) => line !== '' && !line.startsWith('work=')), work: lines.find((line) => line.startsWith('work='))!.slice(5) };
}

test('steps that pass end with their sum, and with 0', () => {
  const { status, lines, work } = run(`step One\nwrites '${passed}'\nstep Two\nwrites '${passed}'\nis_done=1`);
  expect([status, lines.at(-1)]).toEqual([0, '14 passed, 0 failed']);
  expect(lines.filter((line) => /^(not green|failed)/.test(line))).toEqual([]);
  expect(existsSync(work)).toBe(false);
});

test('each failed test is named before the last line, and none can write that line', () => {
  const { status, lines } = run(`step Tests\nwrites '${failed}'\nfalse || broke\nis_done=1`);
  expect(status).toBe(1);
  expect(lines.slice(-4)).toEqual([
    'failed: /repo/test/a.test.ts: it breaks 99 passed, 0 failed', 'failed: /repo/test/b.test.ts: it did not run: Cannot find module x', 'not green: Tests', '2 passed, 2 failed',
  ]);
});

test.each<[string, string]>([
  ['does not write its results', join(folder, 'none.json')], ['writes half of them', file('half.json', '{"numPassedTests": 3,')], ['writes something else', file('other.json', 'null')],
])('a step that %s is one failure, and the others count', (_, path) => {
  const { status, lines } = run(`step Tests\nwrites '${path}'\nfalse || broke\nstep More\nwrites '${passed}'\nis_done=1`);
  expect([status, lines.at(-1)]).toEqual([1, '7 passed, 1 failed']);
  expect(lines).toContainEqual(expect.stringMatching(/^failed: \S+\.json has no results/));
  expect(lines.at(-2)).toBe('not green: Tests');
});

test('a step that breaks without a failed test, as lint does, is one failure', () => {
  const { status, lines } = run(`step Tests\nwrites '${passed}'\nfalse || broke\nis_done=1`);
  expect([status, lines.slice(-2)]).toEqual([1, ['not green: Tests', '7 passed, 1 failed']]);
});

test.each([
  ['a command that fails', 'false', 1], ['one that is not there', 'no-such-command-here', 127], ['one in a pipe', 'exit 3 | cat', 3], ['a variable that is not set', 'echo "$no_such_variable"', 1],
  ['an exit without an error', 'exit 0', 1], ['a signal', 'kill -TERM $$; sleep 5', 143],
])('an end by %s names its step, ends with the line, and is no success', (_, command, code) => {
  const { status, lines, work } = run(`step Tests\nwrites '${passed}'\nstep Demo\n${command}\nstep Never\nis_done=1`);
  expect([status, lines.slice(-2)]).toEqual([code, ['not green: Demo', '7 passed, 1 failed']]);
  expect(lines).not.toContainEqual(expect.stringContaining('Never'));
  expect(existsSync(work)).toBe(false);
});

test('what nothing can count is one failure', () => {
  const { status, lines } = run('step Tests\nci=/nowhere\nis_done=1');
  expect([status, lines.at(-1)]).toEqual([1, '0 passed, 1 failed']);
});

test('.ci/run says what is about to be written before each run of tests, and is done at its end alone', () => {
  const script = readFileSync(join(ROOT, '.ci', 'run'), 'utf-8');
  expect(script).toMatch(/^set -euo pipefail$/m);
  const written = [...script.matchAll(/--outputFile="(\S+)"/g)].map(([, path]) => path);
  expect(written.length).toBeGreaterThanOrEqual(4);
  for (const path of written) expect(script.indexOf(`writes "${path}"\n`)).toBeGreaterThan(-1);
  for (const path of written) expect(script.indexOf(`writes "${path}"\n`)).toBeLessThan(script.indexOf(`--outputFile="${path}"`));
  expect([script.match(/is_done=/g)?.length, script.trimEnd().endsWith('\nis_done=1')]).toEqual([1, true]);
});
