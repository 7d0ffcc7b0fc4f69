import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { typed } from './support/from-source';
import { AUDITORS, handOver, tamper, TEAM_COMMANDS } from '../../scripts/pages/auditors';
import { wrongWith } from '../../scripts/pages/page';

jest.setTimeout(300_000);

const { lines, commands } = AUDITORS;
const directory = mkdtempSync(join(tmpdir(), 'zt-auditors-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

beforeAll(async () => {
  await handOver(directory);
  expect(TEAM_COMMANDS.flatMap((line) => wrongWith(line, typed(directory, line), directory))).toEqual([]);
});

test('the page installs the package, and has commands of this tool alone', () => {
  expect(commands.length).toBeGreaterThan(8);
  expect(lines.filter((line) => !commands.includes(line))).toEqual(['npm install cdk-zero-trust']);
});

test.each(commands)('%s', (line) => {
  expect(wrongWith(line, typed(directory, line), directory)).toEqual([]);
});

test('the first command exits with 1 for a template that was changed, and names it', () => {
  tamper(directory);
  const { status, output } = typed(directory, commands.find((line) => / verify /.test(line))!);
  expect(status).toBe(1);
  expect(output).toMatch(/TemplateDiffers/);
  expect(output).toMatch(/Orders/);
});
