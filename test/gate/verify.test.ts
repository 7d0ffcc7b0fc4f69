import { createHash } from 'crypto';
import { readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import Ajv from 'ajv';
import { copied, remove, root, run, settings, synth, verify, widened } from './support';

/** Of the library that validates documents of CycloneDX. */
const SCHEMAS = join(__dirname, '..', '..', 'node_modules', '@cyclonedx', 'cyclonedx-library', 'res', 'schema');

let app: string;
let evidence: string;
let manifest: any;
let copies = 0;

beforeAll(async () => {
  app = synth('app');
  evidence = join(root, 'evidence');
  ({ manifest } = await run(app, settings(), evidence));
});
afterAll(remove);

const sbomFile = () => join(evidence, manifest.assets[0].sbom);
const change = (path: string, from: string, to: string) => {
  const text = readFileSync(path, 'utf-8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
};
const copy = () => copied(evidence, `copy${++copies}`);

describe('an SBOM', () => {
  test('is valid by the schema of CycloneDX 1.6', () => {
    const schema = (name: string) => JSON.parse(readFileSync(join(SCHEMAS, name), 'utf-8'));
    const referred = ['spdx', 'jsf-0.82'].map((name) => ({ ...schema(`${name}.SNAPSHOT.schema.json`), $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json` }));
    const ajv = new Ajv({ strict: false, validateFormats: false, schemas: referred });
    const isValid = ajv.compile(schema('bom-1.6.SNAPSHOT.schema.json'));
    const sbom = JSON.parse(readFileSync(sbomFile(), 'utf-8'));
    expect([isValid(sbom), isValid.errors]).toEqual([true, null]);
    expect(isValid({ ...sbom, components: [{ type: 'no', name: 'x' }] })).toBe(false);
  });

  test('has the packages and the files of its asset, with hashes, and what runs it', () => {
    const { metadata, components, compositions } = JSON.parse(readFileSync(sbomFile(), 'utf-8'));
    expect(metadata.component).toMatchObject({
      hashes: [{ alg: 'SHA-256', content: manifest.assets[0].sha256 }],
      properties: [{ name: 'cdk-zero-trust:usedBy', value: expect.stringMatching(/^Orders\/Place/) }],
    });
    expect(components[0]).toEqual({ type: 'library', name: 'left-pad', version: '1.3.0', purl: 'pkg:npm/left-pad@1.3.0', licenses: [{ license: { name: 'MIT' } }] });
    expect(components.filter(({ type }: any) => type === 'file').map(({ name }: any) => name)).toEqual(['index.js', 'node_modules/left-pad/index.js', 'node_modules/left-pad/package.json']);
    expect(compositions).toEqual([{ aggregate: 'complete', assemblies: ['asset'] }]);
  });

  test('of a bundle has the packages of its metafile or comments, with versions and licences of package-lock.json', async () => {
    const bundled = synth('bundled', () => undefined, {
      'index.js': '// node_modules/ms/index.js\nvar ms = 1;\n// src/index.ts\nexports.handler = async () => ms;\n',
      'index.meta.json': JSON.stringify({ inputs: { '../node_modules/@scope/tool/lib/a.js': {}, 'src/index.ts': {} } }),
    });
    const lockFile = join(root, 'package-lock.json');
    writeFileSync(lockFile, JSON.stringify({ packages: { 'node_modules/ms': { version: '2.1.3', license: 'MIT' }, 'node_modules/@scope/tool': { version: '1.0.0', license: 'ISC' } } }));
    const ran = await run(bundled, settings({ sbom: { lockFile } }), join(root, 'bundled-evidence'));
    const { components } = JSON.parse(readFileSync(join(root, 'bundled-evidence', ran.manifest.assets[0].sbom), 'utf-8'));
    expect(components.flatMap(({ purl }: any) => purl ?? [])).toEqual(['pkg:npm/%40scope/tool@1.0.0', 'pkg:npm/left-pad@1.3.0', 'pkg:npm/ms@2.1.3']);
  });

  test('is the same for the same asset', async () => {
    const again = await run(app, settings(), join(root, 'again'));
    expect(again.manifest.assets).toEqual(manifest.assets);
    expect(readFileSync(join(root, 'again', manifest.assets[0].sbom))).toEqual(readFileSync(sbomFile()));
  });
});

describe('--verify', () => {
  test('passes on what the gate saw, with and without the assembly', async () => {
    expect(await verify(evidence)).toMatchObject({ code: 0, last: expect.stringMatching(/^Exit 0: unchanged since .* and the gate passed/) });
    expect(await verify(evidence, app)).toMatchObject({ code: 0, stdout: '' });
  });

  test('finds an SBOM that was changed', async () => {
    const folder = copy();
    change(join(folder, manifest.assets[0].sbom), '"left-pad"', '"right-pad"');
    expect(await verify(folder)).toMatchObject({ code: 1, stdout: `file of the evidence ${manifest.assets[0].sbom} was changed\n`, last: 'Exit 1: 1 difference from what the gate saw.' });
  });

  test('finds an SBOM of other files, although the manifest was written anew', async () => {
    const folder = copy();
    const path = join(folder, manifest.assets[0].sbom);
    const hashOf = () => createHash('sha256').update(readFileSync(path)).digest('hex');
    const before = hashOf();
    change(path, '"index.js"', '"other.js"');
    change(join(folder, 'gate.json'), before, hashOf());
    expect(await verify(folder)).toMatchObject({ code: 1, stdout: `the SBOM of ${manifest.assets[0].path} is not of this asset\n` });
  });

  test.each<[string, (folder: string) => void, string]>([
    ['a report that is gone', (folder) => rmSync(join(folder, 'audit.sarif')), 'file of the evidence audit.sarif is gone'],
    ['a report that was added', (folder) => writeFileSync(join(folder, 'pass.txt'), ''), 'file of the evidence pass.txt was not judged'],
    ['an SBOM that is gone', (folder) => rmSync(join(folder, 'sbom'), { recursive: true }), 'is gone'],
  ])('finds %s', async (_, tamper, what) => {
    const folder = copy();
    tamper(folder);
    const { code, stdout } = await verify(folder);
    expect([code, stdout]).toEqual([1, expect.stringContaining(what)]);
  });

  test('finds a template and an asset that are others than those that were judged', async () => {
    const other = copied(app, 'other-app');
    change(join(other, 'Orders.template.json'), '"VisibilityTimeout": 60', '"VisibilityTimeout": 61');
    expect(await verify(evidence, other)).toMatchObject({ code: 1, stdout: 'template Orders was changed\n' });
    const patched = copied(app, 'patched-app');
    writeFileSync(join(patched, manifest.assets[0].path, 'index.js'), 'exports.handler = async () => steal();\n');
    expect(await verify(evidence, patched)).toMatchObject({ code: 1, stdout: `asset ${manifest.assets[0].path} was changed\n` });
  });

  test('does not pass where the gate did not', async () => {
    const folder = join(root, 'stopped');
    await run(synth('wider', widened), settings(), folder, app);
    expect(await verify(folder)).toMatchObject({ code: 1, last: expect.stringContaining('unchanged, and the gate did not pass (stopped by: ') });
  });

  test('cannot judge what is no evidence', async () => {
    expect(await verify(root)).toMatchObject({ code: 2, last: 'Exit 2: the evidence cannot be read.' });
    expect(await verify(evidence, join(root, 'no-app'))).toMatchObject({ code: 2 });
  });
});
