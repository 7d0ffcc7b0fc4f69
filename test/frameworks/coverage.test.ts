import { readFileSync } from 'fs';
import { join } from 'path';
import { coveragePage } from '../../scripts/coverage-md';
import { FRAMEWORKS } from '../../src/frameworks';

const root = join(__dirname, '..', '..');

test('docs/coverage.md is what the mappings say', () => {
  expect(readFileSync(join(root, 'docs', 'coverage.md'), 'utf-8')).toEqual(coveragePage());
});

test('docs/coverage.md has a line for each control, with its rules or why there are none', () => {
  const lines = coveragePage().split('\n');
  for (const { id, title, rules, notCovered } of FRAMEWORKS.flatMap((framework) => framework.controls)) {
    const line = lines.find((one) => one.startsWith('| ') && one.includes(`${id}](`) && one.includes(title)) ?? lines.find((one) => one.startsWith(`| ${id} | ${title} |`));
    for (const text of [...rules, notCovered ?? '']) expect(line).toContain(text);
  }
});
