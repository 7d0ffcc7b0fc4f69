import { execFileSync } from 'child_process';
import { readdirSync, readFileSync } from 'fs';
import { join, sep } from 'path';
import { JUDGE } from '../../projenrc/house';
import { ROOT, shippedFile } from '../../scripts/lambda-bundles';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const manifest = JSON.parse(read('package.json'));
const files = packedFiles();
/** What `npm pack` puts into the tarball, after its prepack script. */
function packedFiles(): string[] {
  const shell = process.platform === 'win32'; // npm is a script there
  const [{ files: packed }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: ROOT, shell, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 26 }));
  return packed.map(({ path }: { path: string }) => path);
}

const matching = (pattern: RegExp) => files.filter((path) => pattern.test(path));

test('the tarball has the documents that a user of the package needs', () => {
  expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'THIRD-PARTY-LICENSES', 'SECURITY.md', 'CHANGELOG.md', 'package.json']));
});

test('the tarball has every Lambda bundle', () => {
  const { bundles } = JSON.parse(read('lambda/bundles.json'));
  expect(files).toEqual(expect.arrayContaining(Object.keys(bundles).map(shippedFile)));
});

test('the layer of RuntimeGuard is in the tarball once, as the ZIP whose entries have their modes', () => {
  expect(matching(/^assets\/lambda\/runtime-guard\//)).toEqual(['assets/lambda/runtime-guard/layer.zip']);
});

test('THIRD-PARTY-LICENSES names each package in the tarball, nested ones included', () => {
  const bundled = matching(/^(node_modules\/(@[^/]+\/)?[^/]+\/)+package\.json$/).map((path) => JSON.parse(read(path)));
  expect(bundled.map(({ name }) => name)).toEqual(expect.arrayContaining(['ajv', 'commander', 'node-sarif-builder', 'yaml', 'fs-extra']));
  expect(read('THIRD-PARTY-LICENSES').split('\n')).toEqual(expect.arrayContaining(bundled.map(({ name, version }) => `${name} ${version}`)));
});

test.each([
  ['source maps', /\.map$/],
  ['TypeScript sources', /(?<!\.d)\.ts$/],
  ['tests', /(^|\/)(tests?|spec|__tests__)\/|\.test\.|\.spec\./],
  ['generated references', /^(API|RULES)\.md$/],
  ['files of the repository', /^(\.(?!jsii)[^/]*|test|scripts|projenrc|bench|docs|examples|lambda|src|rosetta|integration)(\/|$)/],
])('the tarball has no %s', (_, pattern) => {
  expect(matching(pattern)).toEqual([]);
});

test('only the entry points, package.json and the jsii assembly can be resolved from outside', () => {
  expect(Object.keys(manifest.exports)).toEqual(['.', './rules', './package.json', './.jsii']);
  expect(manifest.exports['.']).toEqual({ types: `./${manifest.types}`, default: `./${manifest.main}` });
});

test('package.json says where the project lives', () => {
  expect([manifest.homepage, manifest.bugs.url, manifest.repository.url]).toEqual(Array(3).fill(expect.stringContaining('github.com/cdk-zero-trust/cdk-zero-trust')));
});

test('SECURITY.md names each dependency that the package bundles, and no other', () => {
  const [sentence] = /It bundles [^.]*\./.exec(read('SECURITY.md').replace(/\n/g, ' '))!;
  expect([...sentence.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort()).toEqual([...manifest.bundledDependencies].sort());
  expect(Object.keys(manifest.dependencies).sort()).toEqual([...manifest.bundledDependencies].sort());
});

test('what is bundled into one file of a room finds files of the package from there: modules that look beside themselves are that deep', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.ts'));
  const bundled = sources.filter((file) => ['policy', ...JUDGE].includes(file.split(sep)[0]) && /join\(__dirname/.test(read(join('src', file))));
  expect(bundled.length).toBeGreaterThan(1);
  expect(bundled.filter((file) => file.split(sep).length !== 2)).toEqual([]);
});
