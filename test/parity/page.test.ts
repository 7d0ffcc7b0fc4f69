import { readFileSync } from 'fs';
import { join } from 'path';
import { compare } from './support/compare';
import { parityPage } from '../../scripts/parity-md';

jest.setTimeout(120_000);

// counts of what the oldest supported aws-cdk-lib makes of the patterns; others make a few roles otherwise
test('docs/parity.md is up to date', () => {
  expect(readFileSync(join(__dirname, '..', '..', 'docs', 'parity.md'), 'utf-8')).toBe(parityPage(compare()));
});
