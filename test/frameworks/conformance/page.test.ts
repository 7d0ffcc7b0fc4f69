import { readFileSync } from 'fs';
import { join } from 'path';
import { conformancePage } from '../../../scripts/conformance-md';

test('docs/conformance.md is what the code says', () => {
  expect(readFileSync(join(__dirname, '..', '..', '..', 'docs', 'conformance.md'), 'utf-8')).toEqual(conformancePage());
});
