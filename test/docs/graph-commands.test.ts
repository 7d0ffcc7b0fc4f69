import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Command } from 'commander';
import { diffCommand } from '../../src/cli/diff';
import { threatModelCommand } from '../../src/cli/threat-model';
import { FAILING_BY_DEFAULT, RISKS } from '../../src/graph/diff/change';
import { MATRIX } from '../../src/graph/threats/risk';
import { clock } from '../../src/model/clock';

const DOCS = join(__dirname, '..', '..', 'docs');

/** The output of a command line as a page has it: both streams, one after the other. */
function output(line: string): string {
  const [, name, ...args] = line.split(' ');
  const streams = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockReturnValue(true));
  const before = process.exitCode;
  try {
    const tool = { name: 'cdk-zero-trust', version: '0.0.0' };
    const command = (name === 'diff' ? diffCommand(tool) : threatModelCommand(tool)).exitOverride();
    command.copyInheritedSettings(new Command().exitOverride());
    command.parse(['node', name, ...args]);
    return streams.flatMap(({ mock }) => mock.calls.map(([chunk]) => String(chunk))).join('');
  } finally {
    process.exitCode = before;
    streams.forEach((stream) => stream.mockRestore());
  }
}

describe.each(['diff.md', 'threat-model.md'])('docs/%s', (page) => {
  const text = readFileSync(join(DOCS, page), 'utf-8');
  const blocks = [...text.matchAll(/^```(\S+) ?(\S*)\n(.*?)^```$/gms)].map(([, language, file, content]) => ({ language, file, content }));
  const home = process.cwd();
  const directory = mkdtempSync(join(tmpdir(), 'zt-page-'));

  beforeAll(() => {
    jest.spyOn(clock, 'today').mockReturnValue('2026-11-29');
    for (const { language, file, content } of blocks) if (language === 'yaml') writeFileSync(join(directory, file), content);
    process.chdir(directory);
  });
  afterAll(() => {
    process.chdir(home);
    rmSync(directory, { recursive: true, force: true });
  });

  test.each(blocks.filter(({ language }) => language === 'console').map(({ content }) => content.split('\n')))('shows what %s writes', (line, ...lines) => {
    const seen = output(line.slice(2)).trimEnd().split('\n');
    expect(line.includes('markdown') ? seen.filter((one) => !one.startsWith('Exit ')) : seen).toEqual(lines.slice(0, -1));
  });
});

test('docs/diff.md has every word of --fail-on, and which of them fail by default', () => {
  const rows = readFileSync(join(DOCS, 'diff.md'), 'utf-8').split('\n').filter((line) => line.startsWith('| `'));
  const words = rows.flatMap((row) => [...row.split('|')[1].matchAll(/`([^`]+)`/g)].map(([, word]) => ({ word, fails: / fails \|$/.test(row) })));
  expect(words.map(({ word }) => word).sort()).toEqual([...RISKS].sort());
  expect(words.filter(({ fails }) => fails).map(({ word }) => word).sort()).toEqual([...FAILING_BY_DEFAULT].sort());
});

test('docs/threat-model.md has the 5×5 that is counted by', () => {
  const rows = readFileSync(join(DOCS, 'threat-model.md'), 'utf-8').split('\n').filter((line) => /^\| [1-5] /.test(line));
  expect(rows.map((row) => row.split('|').slice(2, 7).map((cell) => cell.trim())).reverse()).toEqual(MATRIX);
});
