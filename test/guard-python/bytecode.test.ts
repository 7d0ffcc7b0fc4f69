import { spawnSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { onEachPython } from './python';
import { sourceHashes } from '../../scripts/guard-bytecode';
import { guardLayer } from '../../scripts/runtime-guard-layer';

const BYTECODE = join(__dirname, '..', '..', 'lambda', 'runtime-guard', 'bytecode');
/** Imports the guard as Lambda does, and writes the names of the modules that had to be compiled. */
const LOAD = `
import importlib.machinery, os
compiled = []
class_ = importlib.machinery.SourceFileLoader
original = class_.source_to_code
def source_to_code(self, data, path, **more):
    if '/zt_guard/' in path: compiled.append(os.path.basename(path))
    return original(self, data, path, **more)
class_.source_to_code = source_to_code
write = os.write
import zt_guard.handler
write(2, (','.join(compiled) + '.').encode())
`;

test('the bytecode was made from the sources that are there: run scripts/guard-bytecode.ts', () => {
  expect(JSON.parse(readFileSync(join(BYTECODE, 'sources.json'), 'utf8'))).toEqual(sourceHashes());
});

test('it names no path of the machine that made it', () => {
  const files = Object.entries(guardLayer().files).filter(([path]) => path.endsWith('.pyc'));
  expect(files.length).toBeGreaterThanOrEqual(2 * Object.keys(sourceHashes()).length);
  for (const [path, { contents }] of files) {
    expect([path, Buffer.from(contents).includes('/opt/python/zt_guard/'), Buffer.from(contents).includes(join(__dirname, '..', '..'))]).toEqual([path, true, false]);
  }
});

onEachPython(({ version, path }) => {
  const folder = mkdtempSync(join(tmpdir(), 'zt-guard-bytecode-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const load = (packages: string): string[] => {
    const env = { PYTHONPATH: packages, ZT_HANDLER: 'json.loads', ZT_GUARD: '{"v":1,"m":"block","h":[],"k":["card"]}' };
    const { stderr, status } = spawnSync(path, ['-B', '-c', LOAD], { encoding: 'utf8', env });
    if (status !== 0) throw new Error(stderr);
    return stderr.slice(0, -1).split(',').filter((name) => name !== '');
  };
  const hasBytecode = existsSync(join(BYTECODE, `cpython-${version.replace('.', '')}`));

  test('the guard starts from the bytecode of the layer, and compiles a source that differs from it', () => {
    for (const [file, { contents }] of Object.entries(guardLayer().files)) {
      if (!file.startsWith('python/')) continue;
      mkdirSync(dirname(join(folder, 'layer', file)), { recursive: true });
      writeFileSync(join(folder, 'layer', file), contents);
    }
    const packages = join(folder, 'layer', 'python');
    expect(load(packages)).toEqual(hasBytecode ? [] : expect.arrayContaining(['handler.py', 'guard.py']));
    cpSync(packages, join(folder, 'changed'), { recursive: true });
    const source = join(folder, 'changed', 'zt_guard', 'guard.py');
    writeFileSync(source, `${readFileSync(source, 'utf8')}\n# changed\n`);
    expect(load(join(folder, 'changed'))).toContain('guard.py');
  });
});
