import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { stringify } from 'yaml';
import { claimsTemplates, modelOf, ordersTemplates, patternTemplates } from './support/apps';
import { Random } from './support/random';
import { Reformat, REFORMATS, Templates } from './support/reformat';
import { GraphDiff, Version } from '../../../src/graph/diff/graph-diff';
import { TemplateModel } from '../../../src/model';
import { readTemplates } from '../../../src/model/read-templates';
import { collectDiff } from '../../../src/report/diff/collect-diff';

jest.setTimeout(180_000);
// deprecations of patterns are theirs
jest.spyOn(console, 'warn').mockImplementation(() => undefined);
jest.spyOn(console, 'error').mockImplementation(() => undefined);

const NAMES = Object.keys(REFORMATS);

/** What the diff shows of apps that are written otherwise, which should be nothing. */
function seenIn(apps: Templates[], many: number, seed: number): string[] {
  const random = new Random(seed);
  const olds = apps.map((templates) => ({ templates, version: new Version(modelOf(templates)) }));
  return Array.from({ length: many }, (_, i) => {
    const { templates, version } = olds[i % olds.length];
    // each way at least once by itself, and then several of them together
    const ways = i < NAMES.length ? [NAMES[i]] : random.shuffled(NAMES).slice(0, 2 + random.below(3));
    const written = ways.reduce((all, way) => (REFORMATS[way] as Reformat)(all, random), templates);
    const { changes } = new GraphDiff(version, new Version(modelOf(written)));
    return changes.map(({ kind, text }) => `${i} ${ways.join(' + ')}: ${kind} ${text}`);
  }).flat();
}

test.each([
  [60, 'orders-api', () => [ordersTemplates()], 11],
  [20, 'claims-platform, with its several stacks,', () => [claimsTemplates()], 12],
  [120, 'public patterns', patternTemplates, 14],
] as const)('%i other ways to write %s are no difference', (many, _, apps, seed) => {
  expect(seenIn(apps(), many, seed)).toEqual([]);
});

test('as YAML, with other names for everything, there is no difference in verdicts, waivers and costs either', () => {
  const directory = mkdtempSync(join(tmpdir(), 'zt-reformat-'));
  try {
    const templates = ordersTemplates();
    const written = ['the stack', 'construct paths and logical ids', 'statements in parts', 'the case of actions', 'the order of keys']
      .reduce((all, way) => (REFORMATS[way] as Reformat)(all, new Random(13)), templates);
    const side = (name: string, text: string) => {
      writeFileSync(join(directory, name), text);
      const read = readTemplates(join(directory, name));
      return { templates: read, model: new TemplateModel(read), waivers: [] };
    };
    const diff = collectDiff(side('old.json', JSON.stringify(Object.values(templates)[0])), side('new.yaml', stringify(Object.values(written)[0], { version: '1.1' })), [], '2026-11-29');
    expect(diff.changes.map(({ kind, text }) => `${kind} ${text}`)).toEqual([]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
