import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, relative } from 'path';
import { pathToFileURL } from 'url';
import { App, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { lineHashes } from '../../src/report/line-hash';
import { repositoryAround, SourceLines } from '../../src/report/source-line';
import { audit } from '../cli/support/audit';

let root: string;
let outside: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'zt-repository-')));
  outside = realpathSync(mkdtempSync(join(tmpdir(), 'zt-elsewhere-')));
  mkdirSync(join(root, '.git'));
});
afterAll(() => [root, outside].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function file(name: string, text = 'one\ntwo\nthree\n', folder = root): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const first = (...trace: string[]) => {
  const found = new SourceLines(root).first(trace);
  return found && `${found.file}:${found.line}`;
};

describe('the first frame of the app', () => {
  test('is a line of a file in the repository, as TypeScript, JavaScript, modules and Python write it', () => {
    expect(first(`new Orders (${file('bin/app.ts')}:2:3)`)).toBe('bin/app.ts:2');
    expect(first(`${file('plain.js')}:3:1`)).toBe('plain.js:3');
    expect(first(`<anonymous> (${pathToFileURL(file('with space/app.mts')).href}:1:9)`)).toBe('with space/app.mts:1');
    expect(first(`__init__ (${file('app.py')}:2:+7)`, 'x')).toBe('app.py:2');
    expect(first(`main (${file('a (1).ts')}:1:1)`)).toBe('a (1).ts:1');
  });

  test('is the innermost one, past what is no frame', () => {
    const [inner, outer] = [file('inner.ts'), file('outer.ts')];
    expect(first('...new Topic2 in aws-cdk-lib...', `a (${inner}:1:1)`, `b (${outer}:1:1)`)).toBe('inner.ts:1');
    expect(first('(no user code in 10 frames, use --stack-trace-limit to capture more)')).toBeUndefined();
  });

  test('is not in packages, node internals, other folders or .git', () => {
    const app = `app (${file('app.ts')}:1:1)`;
    for (const path of ['node_modules/some/index.ts', '.venv/lib/python3.12/site-packages/some/a.py', '.git/hooks.js'].map((name) => file(name))) {
      expect(first(`a (${path}:1:1)`)).toBeUndefined();
      expect(first(`a (${path}:1:1)`, app)).toBe('app.ts:1');
    }
    expect(first('a (node:internal/modules/cjs/loader:1:1)', `a (${file('a.ts', 'x', outside)}:1:1)`, app)).toBe('app.ts:1');
  });

  test('is not in JavaScript that a compiler wrote', () => {
    file('lib/built.ts');
    const built = [
      file('lib/built.js'),
      file('dist/mapped.js', 'one\n//# sourceMappingURL=mapped.js.map\n'),
      file('dist/common.js', '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n'),
    ];
    for (const path of built) expect(first(`a (${path}:1:1)`)).toBeUndefined();
  });

  describe('of JavaScript that a compiler wrote is the line of its source', () => {
    const SOURCE = 'interface Unused { readonly a: string }\n\n\nexport class Orders {\n  public topic = make();\n}\nfunction make() { return 1; }\n';
    /** Compiles a source as tsc does, and the place of the call of `make` in what comes out. */
    const compiled = (source: string, built: string, module: ModuleKind, options: { map?: (json: any) => unknown; sourceRoot?: string } = {}) => {
      file(source, SOURCE);
      const compilerOptions = { module, target: ScriptTarget.ES2022, sourceMap: true, sourceRoot: options.sourceRoot };
      const { outputText, sourceMapText } = transpileModule(SOURCE, { compilerOptions });
      const sources = [options.sourceRoot === undefined ? relative(join(root, built, '..'), join(root, source)) : source.replace(/^.*\//, '')];
      const map = { ...JSON.parse(sourceMapText!), sources };
      file(`${built}.map`, JSON.stringify(options.map ? options.map(map) : map));
      const path = file(built, outputText);
      const lines = outputText.split('\n');
      const line = lines.findIndex((one) => one.includes('topic = make()'));
      return `new Orders (${path}:${line + 1}:${lines[line].indexOf('make()') + 1})`;
    };

    test.each<[string, string, ModuleKind]>([
      ['beside it', 'built/app.js', ModuleKind.CommonJS], ['elsewhere', 'out/bin/app.js', ModuleKind.CommonJS], ['of a module', 'esm/app.mjs', ModuleKind.ESNext],
    ])('%s', (_, built, module) => {
      expect(first(compiled('typed/app.ts', built, module))).toBe('typed/app.ts:5');
    });

    test.each(['../rooted', '../rooted/', () => join(root, 'rooted')])('below a root of sources', (sourceRoot) => {
      const path = typeof sourceRoot === 'string' ? sourceRoot : sourceRoot();
      expect(first(compiled('rooted/app.ts', 'rootless/app.js', ModuleKind.CommonJS, { sourceRoot: path }))).toBe('rooted/app.ts:5');
    });

    test('and none where the map is broken, of another kind, large, or leads out of the repository or into a package', () => {
      const outsider = file('app.ts', SOURCE, outside);
      file('node_modules/some/app.ts', SOURCE);
      const maps: ((json: any) => unknown)[] = [
        (json) => ({ ...json, version: 2 }), () => [], () => 'x', (json) => ({ ...json, mappings: '!!!!' }), (json) => ({ ...json, sources: [] }),
        (json) => ({ ...json, sources: [relative(join(root, 'broken'), outsider)] }), (json) => ({ ...json, sources: [outsider] }),
        (json) => ({ ...json, sources: ['../node_modules/some/app.ts'] }), (json) => ({ ...json, sources: ['webpack://app/src/app.ts'] }),
        (json) => ({ ...json, sources: ['../gone.ts'] }), (json) => ({ ...json, names: ['x'.repeat(5_000_000)] }), (json) => ({ ...json, mappings: ';'.repeat(100) }),
      ];
      for (const map of maps) expect(first(compiled('typed/app.ts', 'broken/app.js', ModuleKind.CommonJS, { map }))).toBeUndefined();
      expect(first(compiled('typed/app.ts', 'broken/app.js', ModuleKind.CommonJS, { map: maps[0] }), `b (${file('outer.ts')}:1:1)`)).toBe('outer.ts:1');
    });
  });

  test('is not in this library, when its own repository is audited', () => {
    const own = repositoryAround(__dirname);
    expect(new SourceLines(own).first([`a (${join(own, 'src/index.ts')}:1:1)`])).toBeUndefined();
    expect(new SourceLines(own).first([`a (${__filename}:1:1)`])).toMatchObject({ file: 'test/report/source-lines.test.ts', line: 1 });
  });

  test('is no line that the file lacks, no link out of the repository, no folder, and nothing large', () => {
    symlinkSync(file('secret.ts', 'x', outside), join(root, 'link.ts'));
    for (const path of [`${file('short.ts')}:9:1`, `${join(root, 'link.ts')}:1:1`, `${root}:1:1`, `${join(root, 'gone.ts')}:1:1`, `${file('large.ts', ' \n'.repeat(2 ** 20))}:1:1`]) {
      expect(first(`a (${path})`)).toBeUndefined();
    }
    expect(first('', ':1', '(:1)', 'file://host/a:1:1', `a (${root}/\0:1:1)`, 'x'.repeat(100_000), 'a (short.ts:1:1)')).toBeUndefined();
  });
});

test('the repository is the nearest folder with .git, or the folder itself', () => {
  mkdirSync(join(root, 'a/b'), { recursive: true });
  expect(repositoryAround(join(root, 'a/b'))).toBe(root);
  expect(repositoryAround(outside)).toBe(outside);
});

/** Values that the upload action of GitHub has in its own tests. */
test.each<[string, string[]]>([
  ['', ['c129715d7a2bc9a3:1']],
  [' a\nb\n  \t\tc\n d', ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1']],
  [' hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n', [
    'e9496ae3ebfced30:1', 'fb7c023a8b9ccb3f:1', 'ce8ba1a563dcdaca:1', 'e20e36e16fcb0cc8:1', 'b3edc88f2938467e:1', 'c8e28b0b4002a3a0:1', 'c129715d7a2bc9a3:1',
  ]],
  ['Lorem ipsum dolor sit amet.\n'.repeat(10), [
    ...[1, 2, 3, 4, 5, 6].map((times) => `a7f2ff13bc495cf2:${times}`), 'a7f2ff1481e87703:1', 'a9cf91f7bbf1862b:1', '55ec222b86bcae53:1', 'cc97dc7b1d7d8f7b:1', 'c129715d7a2bc9a3:1',
  ]],
])('the hashes of lines of %j are those of GitHub code scanning', (text, hashes) => {
  expect(lineHashes(text)).toEqual(hashes);
});

describe('an audit of an assembly', () => {
  const HERE = 'test/report/source-lines.test.ts';
  const LINE = readFileSync(__filename, 'utf-8').split('\n').findIndex((line) => /^ +new Topic\(/.test(line)) + 1;
  const synth = (name: string, context: Record<string, unknown>) => {
    const app = new App({ outdir: join(outside, name), context });
    const stack = new Stack(app, 'Mail');
    new Topic(stack, 'Topic');
    return app.synth().directory;
  };
  const sarif = (directory: string) => JSON.parse(audit(directory, '--format', 'sarif').stdout).runs[0];
  let traced: string;
  beforeAll(() => { traced = synth('traced', { 'aws:cdk:disable-creation-stack-traces': false }); });

  test('has the line that made the resource in SARIF, with the template as related', () => {
    const { results, artifacts, automationDetails, originalUriBaseIds } = sarif(traced);
    const { locations: [{ physicalLocation, logicalLocations }], relatedLocations, partialFingerprints } = results.find(({ ruleId }: any) => ruleId === 'ZT-SNS-001');
    expect(physicalLocation).toMatchObject({ artifactLocation: { uri: HERE, uriBaseId: '%SRCROOT%' }, region: { startLine: LINE } });
    expect(artifacts[physicalLocation.artifactLocation.index].location).toMatchObject({ uri: HERE, uriBaseId: '%SRCROOT%' });
    expect(logicalLocations[0].fullyQualifiedName).toBe('Mail/Topic/Resource');
    expect(relatedLocations[0].physicalLocation).toMatchObject({ artifactLocation: { uri: expect.stringMatching(/Mail\.template\.json$/) }, region: { startLine: expect.any(Number) } });
    expect(partialFingerprints.primaryLocationLineHash).toBe(lineHashes(readFileSync(__filename, 'utf-8'))[LINE - 1]);
    expect(automationDetails).toEqual({ id: 'tool/' });
    expect(originalUriBaseIds).toHaveProperty('%SRCROOT%');
  });

  test('has it in the table and in HTML', () => {
    expect(audit(traced).stdout).toContain(`${HERE}:${LINE}\n`);
    expect(audit(traced, '--format', 'html').stdout).toContain(`<small>${HERE}:${LINE}</small>`);
  });

  test('has the line of the template where the app keeps no stack traces', () => {
    const plain = synth('plain', { 'aws:cdk:disable-creation-stack-traces': true });
    const { results } = sarif(plain);
    const { locations: [{ physicalLocation }], relatedLocations, partialFingerprints } = results.find(({ ruleId }: any) => ruleId === 'ZT-SNS-001');
    expect(physicalLocation.artifactLocation.uri).toMatch(/Mail\.template\.json$/);
    expect(physicalLocation.artifactLocation.uriBaseId).toBeUndefined();
    expect(relatedLocations).toBeUndefined();
    expect(Object.keys(partialFingerprints)).toEqual(['resource/v1']);
    expect(audit(plain).stdout).not.toContain(HERE);
  });

  test('keeps apart in code scanning what is judged by one framework', () => {
    expect(JSON.parse(audit(traced, '--format', 'sarif', '--framework', 'pci-dss').stdout).runs[0].automationDetails).toEqual({ id: 'tool/pci-dss/' });
  });
});
