import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SecureFunction, SecureFunctionProps } from '../../../src';
import { stackFindings } from '../../support/packs';

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

/** A project of its own, with one package and the repository's esbuild. */
let project: string;
const at = (...path: string[]) => join(project, ...path);

function write(file: string, content: string | object): string {
  mkdirSync(dirname(at(file)), { recursive: true });
  writeFileSync(at(file), typeof content === 'string' ? content : JSON.stringify(content));
  return at(file);
}

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'zt-entry-')));
  write('package.json', { name: 'app', devDependencies: { esbuild: '*' } });
  write('package-lock.json', { lockfileVersion: 3, packages: { 'node_modules/greet': { version: '1.2.3' } } });
  write('node_modules/greet/package.json', { name: 'greet', version: '1.2.3', main: 'index.js' });
  write('node_modules/greet/index.js', 'exports.greet = (name) => `hello ${name}`;');
  write('src/hello.ts', [
    "import { S3Client } from '@aws-sdk/client-s3';",
    "import { greet } from 'greet';",
    'export const handler = async (event: { name: string }): Promise<string> => greet(event.name);',
    'export const client = () => S3Client;',
  ].join('\n'));
  for (const name of ['esbuild', '@esbuild']) symlinkSync(join(__dirname, '..', '..', '..', 'node_modules', name), at('node_modules', name), 'dir');
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function withEntry(props: Partial<SecureFunctionProps> = {}, context: Record<string, unknown> = {}) {
  const app = new App({ outdir: at('cdk.out'), context });
  const stack = new Stack(app, 'Stack');
  const fn = new SecureFunction(stack, 'Hello', { entry: at('src/hello.ts'), ...props });
  return { app, stack, fn, template: () => Template.fromStack(stack) };
}

/** The folder that is deployed. */
function deployed({ app, template }: ReturnType<typeof withEntry>): string {
  const [{ Metadata }] = Object.values(template().findResources('AWS::Lambda::Function'));
  return join(app.outdir, Metadata['aws:asset:path']);
}

const withPaths = { 'aws:cdk:enable-asset-metadata': true };

describe('a function of a TypeScript file', () => {
  test('is one file that runs, with the packages that it imports and without the AWS SDK of the runtime', async () => {
    const made = withEntry({}, withPaths);
    const folder = deployed(made);
    expect(readdirSync(folder)).toEqual(['index.js']);
    const code = readFileSync(join(folder, 'index.js'), 'utf-8');
    expect(code).toContain('require("@aws-sdk/client-s3")');
    expect(code).not.toContain('require("greet")');
    write('node_modules/@aws-sdk/client-s3/index.js', 'exports.S3Client = 1;'); // what the runtime has
    const { handler } = createRequire(__filename)(join(folder, 'index.js'));
    await expect(handler({ name: 'world' })).resolves.toBe('hello world');
    made.template().hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.handler', Runtime: 'nodejs24.x' });
  });

  test('has the same asset wherever the project lies, and another one when the source changes', () => {
    const hashOf = () => (Object.values(withEntry().template().findResources('AWS::Lambda::Function'))[0] as any).Properties.Code.S3Key;
    const first = hashOf();
    const elsewhere = at('elsewhere');
    for (const name of ['package.json', 'package-lock.json', 'src', 'node_modules']) cpSync(at(name), join(elsewhere, name), { recursive: true, verbatimSymlinks: true });
    const stack = new Stack(new App({ outdir: at('cdk.out2') }), 'Stack');
    new SecureFunction(stack, 'Hello', { entry: join(elsewhere, 'src/hello.ts') });
    expect((Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'))[0] as any).Properties.Code.S3Key).toBe(first);
    write('src/hello.ts', 'export const handler = async () => 1;');
    rmSync(at('cdk.out'), { recursive: true });
    expect(hashOf()).not.toBe(first);
  });

  test('deploys no source map, and writes one elsewhere on request', () => {
    const folder = deployed(withEntry({ entryOptions: { sourceMapFolder: at('maps') } }, withPaths));
    expect(readdirSync(folder)).toEqual(['index.js']);
    expect(readFileSync(join(folder, 'index.js'), 'utf-8')).not.toContain('sourceMappingURL');
    const map = JSON.parse(readFileSync(at('maps', 'Stack-Hello.js.map'), 'utf-8'));
    expect(map.sources).toContainEqual(expect.stringContaining('hello.ts'));
    rmSync(at('maps'), { recursive: true });
    rmSync(at('cdk.out'), { recursive: true });
    withEntry();
    expect(existsSync(at('maps'))).toBe(false);
  });

  test('takes the name of another export, and its options', () => {
    write('src/hello.ts', "import query from './q.graphql';\nexport const run = async () => query;");
    write('src/q.graphql', '{ me }');
    const made = withEntry({ handler: 'run', entryOptions: { loaders: { '.graphql': 'text' }, minify: true } }, withPaths);
    const code = readFileSync(join(deployed(made), 'index.js'), 'utf-8');
    expect(code).toContain('{ me }');
    expect(code.split('\n').length).toBeLessThan(5);
    made.template().hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.run' });
  });

  test('leaves out what a layer has, and bundles the AWS SDK when it is told to', () => {
    const code = readFileSync(join(deployed(withEntry({ entryOptions: { externalModules: ['greet'] } }, withPaths)), 'index.js'), 'utf-8');
    expect(code).toContain('require("greet")');
    expect(() => withEntry({ entryOptions: { bundleAwsSdk: true } })).toThrow(expect.objectContaining({
      id: 'EntryDoesNotBuild', message: expect.stringContaining('@aws-sdk/client-s3'),
    }));
  });

  test('leaves nothing open in the five packs', () => {
    expect(stackFindings((stack) => void new SecureFunction(stack, 'Hello', { entry: at('src/hello.ts') })).open).toEqual([]);
  });

  test('is not bundled for a command that does not need its stack', () => {
    write('src/hello.ts', 'this does not build');
    expect(() => withEntry({}, { 'aws:cdk:bundling-stacks': ['Other'] })).not.toThrow();
    expect(() => withEntry({}, { 'aws:cdk:bundling-stacks': ['Stack'] })).toThrow(failsWith('EntryDoesNotBuild'));
  });
});

describe('the lock file of a function of a TypeScript file', () => {
  test.each<[string, string, string]>([
    ['package-lock.json', '{"packages":{"node_modules/greet":{"version":"1.2.3"}}}', '{"packages":{"node_modules/greet":{"version":"1.2.4"}}}'],
    ['npm-shrinkwrap.json', '{"packages":{"node_modules/greet":{"version":"1.2.3"}}}', '{"packages":{"node_modules/other/node_modules/greet":{"version":"1.2.3"}}}'],
    ['pnpm-lock.yaml', 'packages:\n  greet@1.2.3:\n    resolution: {integrity: sha512-a}\n', 'packages:\n  greet@1.2.30:\n    resolution: {integrity: sha512-a}\n'],
    ['pnpm-lock.yaml', 'packages:\n  /greet@1.2.3(peer@1.0.0):\n    dev: false\n', 'packages:\n  /greeting@1.2.3:\n    dev: false\n'],
    ['yarn.lock', '"greet@^1.0.0", greet@~1.2:\n  version "1.2.3"\n  resolved "https://x"\n', 'other@^1.0.0:\n  version "1.2.3"\n\ngreet@^1:\n  version "1.2.4"\n'],
    ['yarn.lock', '"greet@npm:^1.0.0":\n  version: 1.2.3\n  resolution: "greet@npm:1.2.3"\n', '"greet@npm:^1.0.0":\n  version: 1.3.0\n  resolution: "greet@npm:1.3.0"\n'],
  ])('%s is what packages are held against', (name, names, other) => {
    rmSync(at('package-lock.json'));
    write(name, names);
    expect(() => withEntry()).not.toThrow();
    write(name, other);
    expect(() => withEntry()).toThrow(expect.objectContaining({ id: 'NotAsLocked', message: expect.stringContaining('greet') }));
  });

  test('is needed, is found above the file, and may be named', () => {
    rmSync(at('package-lock.json'));
    expect(() => withEntry()).toThrow(failsWith('NoLockFile'));
    write('locks/package-lock.json', { packages: { '../node_modules/greet': { version: '1.2.3' } } });
    expect(() => withEntry({ entryOptions: { lockFile: at('locks/package-lock.json') } })).not.toThrow();
    expect(() => withEntry({ entryOptions: { lockFile: at('locks/none.json') } })).toThrow(failsWith('NoLockFile'));
  });

  test('names the packages of scopes too', () => {
    write('node_modules/@org/greet/package.json', { name: '@org/greet', version: '2.0.0' });
    write('node_modules/@org/greet/index.js', 'exports.x = 1;');
    write('src/hello.ts', "import { x } from '@org/greet';\nexport const handler = async () => x;");
    expect(() => withEntry()).toThrow(failsWith('NotAsLocked'));
    write('package-lock.json', { packages: { 'node_modules/@org/greet': { version: '2.0.0' } } });
    expect(() => withEntry()).not.toThrow();
  });
});

describe('a function of a source file is refused', () => {
  test('without code, and with two', () => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => new SecureFunction(stack, 'A', {})).toThrow(failsWith('NoCode'));
    expect(() => new SecureFunction(stack, 'B', { entryOptions: {}, code: lambda.Code.fromInline('x') })).toThrow(failsWith('NoCode'));
    expect(() => withEntry({ code: lambda.Code.fromInline('x') })).toThrow(failsWith('TwoCodes'));
    expect(stack.node.children.map(({ node }) => node.id)).toEqual([]);
  });

  test('for a file that is not there, in another language, or for the runtime of another one', () => {
    expect(() => withEntry({ entry: at('src/none.ts') })).toThrow(failsWith('EntryNotFound'));
    expect(() => withEntry({ entry: write('src/main.go', '') })).toThrow(failsWith('EntryLanguage'));
    expect(() => withEntry({ runtime: lambda.Runtime.PYTHON_3_13 })).toThrow(failsWith('EntryRuntime'));
    expect(() => withEntry({ runtime: lambda.Runtime.NODEJS_22_X })).not.toThrow();
  });

  test('when it does not build, with the place', () => {
    write('src/hello.ts', 'export const handler = ;');
    expect(() => withEntry()).toThrow(expect.objectContaining({ id: 'EntryDoesNotBuild', message: expect.stringContaining('src/hello.ts:1') }));
  });

  test('when esbuild is not installed', () => {
    rmSync(at('node_modules/esbuild'));
    const cwd = jest.spyOn(process, 'cwd').mockReturnValue(project);
    try {
      expect(() => withEntry()).toThrow(failsWith('EsbuildNotFound'));
    } finally {
      cwd.mockRestore();
    }
  });
});
