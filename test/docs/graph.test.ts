import { readFileSync } from 'fs';
import { join } from 'path';
import { GraphPage, graphPage, pictureFile } from '../../scripts/graph-md';

jest.setTimeout(300_000);

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'graph.md'), 'utf-8');
let made: GraphPage;
beforeAll(() => {
  ['error', 'warn'].forEach((method) => jest.spyOn(console, method as 'error').mockImplementation());
  made = graphPage(page);
});
afterAll(() => jest.restoreAllMocks());

test('the outputs in docs/graph.md are those of the commands (npx tsx --tsconfig examples/tsconfig.json scripts/graph-md.ts)', () => {
  expect(page.match(/<!-- output: /g)!.length).toBeGreaterThanOrEqual(5);
  expect(made.page).toBe(page);
});

test.each(['orders-api', 'claims-platform'])('the picture of %s is that of the example, loads nothing and is below 60 kB', (name) => {
  const picture = readFileSync(pictureFile(name), 'utf-8');
  expect(made.pictures[name]).toBe(picture);
  expect(page).toContain(`(graph/${name}.svg)`);
  expect(picture.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|<script|<image/);
  expect(Buffer.byteLength(picture)).toBeLessThan(60_000);
});
