import { readFileSync } from 'fs';
import { join } from 'path';
import { withGenerated } from '../../scripts/architecture-md';

jest.setTimeout(300_000);

const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf-8');

// the line that enforce prints, and what is deprecated in other packs
beforeAll(() => ['error', 'warn'].forEach((method) => jest.spyOn(console, method as 'error').mockImplementation()));
afterAll(() => jest.restoreAllMocks());

test('the picture of the zone and the costs in README are those of the examples (npx tsx --tsconfig examples/tsconfig.json scripts/architecture-md.ts)', () => {
  expect(withGenerated(readme)).toBe(readme);
});

test('README without a place for one of them is refused', () => {
  expect(() => withGenerated(readme.replace('<!-- costs -->', ''))).toThrow('no marks for costs');
});
