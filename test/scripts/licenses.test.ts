import { readFileSync } from 'fs';
import { join } from 'path';
import { describeBundles, ROOT } from '../../scripts/lambda-bundles';
import { licenseEntry, thirdPartyLicenses } from '../../scripts/licenses';
import { sbom } from '../../scripts/sbom';

const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', 'yaml', 'package.json'), 'utf8'));
const file = readFileSync(join(ROOT, 'THIRD-PARTY-LICENSES'), 'utf8');
const headings = file.split('\n').filter((_, i, lines) => /^-{80}$/.test(lines[i - 1] ?? ''));

test('THIRD-PARTY-LICENSES is what the build makes, sorted', () => {
  expect(file).toBe(thirdPartyLicenses());
  expect(headings).toEqual([...headings].sort());
  expect(headings).toContain(`yaml ${version}`);
});

test('names each package in a Lambda bundle, and Cedar', () => {
  const inBundles = Object.values(describeBundles().bundles).flatMap(({ packages }) => Object.entries(packages).map(([name, at]) => `${name} ${at}`));
  expect(headings).toEqual(expect.arrayContaining([...inBundles, expect.stringMatching(/^@cedar-policy\/cedar-wasm /)]));
});

test('the SBOM lists the same packages, with their licences and places', () => {
  const { components } = JSON.parse(sbom());
  expect(components.map(({ group, name, version: at }: any) => `${group ? `${group}/` : ''}${name} ${at}`).sort()).toEqual(headings);
  expect(components).toContainEqual(expect.objectContaining({ purl: `pkg:npm/yaml@${version}`, licenses: [{ license: expect.objectContaining({ id: 'ISC' }) }] }));
  expect(sbom()).toContain('"assets/lambda/jwt-authorizer"');
});

test.each(['GPL-3.0-only', 'SEE LICENSE IN LICENSE', '(MIT OR GPL-3.0-or-later)', undefined])('a package under %s fails the build', (license) => {
  expect(() => licenseEntry({ name: 'pkg', version: '1.0.0', license }, ['assets/lambda/x'], ['text'])).toThrow('pkg 1.0.0 is shipped in assets/lambda/x under');
});

test('a package without the text of its licence fails the build, except under Apache-2.0, whose text is ours', () => {
  expect(() => licenseEntry({ name: 'pkg', version: '1.0.0', license: 'MIT' }, ['node_modules'], [])).toThrow('without the text of its licence');
  expect(licenseEntry({ name: 'pkg', version: '1.0.0', license: 'Apache-2.0' }, ['node_modules'], [])).toContain('LICENSE of this package');
});
