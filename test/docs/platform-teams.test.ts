import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { runSource, typed } from './support/from-source';
import { wrongWith, wrongWithGate } from '../../scripts/pages/page';
import { PLATFORM_TEAMS, teamRepository } from '../../scripts/pages/platform-teams';

jest.setTimeout(300_000);

const { lines, commands } = PLATFORM_TEAMS;
const directory = mkdtempSync(join(tmpdir(), 'zt-platform-teams-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

beforeAll(() => {
  teamRepository(directory);
  symlinkSync(resolve(__dirname, '..', '..', 'node_modules'), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ name: 'orders', devDependencies: { 'aws-cdk-lib': '^2.232.0' } }));
});

test('the page installs the package, and has commands of this tool alone', () => {
  expect(commands.length).toBeGreaterThan(5);
  expect(lines.filter((line) => !commands.includes(line))).toEqual([expect.stringMatching(/^npm install .*\bcdk-zero-trust\b/)]);
});

test.each(commands.filter((line) => !/ gate /.test(line)))('%s', (line) => {
  expect(wrongWith(line, typed(directory, line), directory)).toEqual([]);
});

test('the gate exits with 2 and names what is missing, until scanners are configured', () => {
  const [gate] = commands.filter((line) => / gate /.test(line));
  expect(wrongWithGate(typed(directory, gate))).toEqual([]);
});

test('an app of the company without a required capability fails synthesis, and names it', () => {
  const { status, output } = runSource(directory, 'team.ts');
  expect(status).not.toBe(0);
  expect(output).toMatch(/WEB_FIREWALL/);
  expect(output).not.toMatch(/THREAT_DETECTION/);
});

test('with the capability named, the same app is synthesised', () => {
  const { status, output } = runSource(directory, 'whole-team.ts');
  expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
});
