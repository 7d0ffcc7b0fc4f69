import { readFileSync } from 'fs';
import { join } from 'path';
import { BundleRecord, describeBundles, readRecord, ROOT, shippedFile, unexplainedChanges } from '../../scripts/lambda-bundles';

const now = describeBundles();
const [name] = Object.keys(now.bundles);
const recordWith = (change: Partial<BundleRecord['bundles'][string]>): BundleRecord => ({ ...now, bundles: { ...now.bundles, [name]: { ...now.bundles[name], ...change } } });

test('lambda/bundles.json records each bundle that is shipped: its hash, our sources, and the packages in it', () => {
  expect(readRecord()).toEqual(now);
  expect(now.bundles['jwt-authorizer'].packages).toHaveProperty(['aws-jwt-verify']);
});

test('bundles name no path of the machine that made them', () => {
  for (const bundle of Object.keys(now.bundles)) {
    expect(readFileSync(join(ROOT, shippedFile(bundle)), 'utf8')).not.toContain(ROOT);
  }
});

test('a bundle that changes without its sources or packages is refused', () => {
  expect(unexplainedChanges(recordWith({ sha256: 'another' }), now)).toEqual([expect.stringContaining(`assets/lambda/${name}/index.js changed`)]);
});

test.each([
  ['its sources', { sha256: 'another', sources: 'others' }],
  ['a package in it', { sha256: 'another', packages: { 'aws-jwt-verify': '0.0.1' } }],
])('a bundle may change with %s', (_, change) => {
  expect(unexplainedChanges(recordWith(change), now)).toEqual([]);
});

test('a bundle that stays the same, or is new, needs no reason', () => {
  expect(unexplainedChanges(recordWith({ sources: 'others' }), now)).toEqual([]);
  expect(unexplainedChanges({ ...now, bundles: {} }, now)).toEqual([]);
});
