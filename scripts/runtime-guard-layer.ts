import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { dirname, join, relative } from 'path';
import { buildSync, Metafile } from 'esbuild';
import { zipSync } from 'fflate';
import { LAMBDA_BUNDLE } from '../projenrc/lambda';

const ROOT = join(__dirname, '..');
const SOURCE = join('lambda', 'runtime-guard');
const OUT = join(ROOT, 'assets', 'lambda', 'runtime-guard');
/** What lambda/runtime-guard/parts.ts loads when it is first needed. */
const LAZY = ['masking/mask', 'reading', 'requests/event'];
const EXECUTABLE = 0o755;
const READABLE = 0o644;
/** Attributes of a file in a ZIP made on Unix: type and mode in the upper half. */
const UNIX = 3;
const REGULAR_FILE = 0o100000;
const UPPER_HALF = 2 ** 16;

export interface LayerFile {
  readonly contents: Uint8Array;
  readonly mode: number;
}

export interface GuardLayer {
  /** By the path below /opt. */
  readonly files: Record<string, LayerFile>;
  /** What esbuild read, ours and of packages, by the path below the root. */
  readonly inputs: string[];
}

/** What is in the layer of RuntimeGuard. */
export function guardLayer(): GuardLayer {
  const bundles = ['preload', ...LAZY].map((name) => [name, bundle(name)] as const);
  const python = pythonFiles();
  const bytecode = bytecodeFiles();
  const copied = ['handler.mjs', 'zt-guard'].map((name) => join(SOURCE, name));
  return {
    files: {
      'zt-guard': { contents: readFileSync(join(ROOT, copied[1])), mode: EXECUTABLE },
      'zt-guard-lib/handler.mjs': { contents: readFileSync(join(ROOT, copied[0])), mode: READABLE },
      // whatever a layer of others puts into /opt/package.json
      'zt-guard-lib/package.json': { contents: Buffer.from('{"type":"commonjs"}\n'), mode: READABLE },
      ...Object.fromEntries(bundles.map(([name, { contents }]) => [`zt-guard-lib/${name}.js`, { contents, mode: READABLE }])),
      ...python,
      ...Object.fromEntries(bytecode.map(([path, , contents]) => [path, { contents, mode: READABLE }])),
    },
    inputs: [...new Set([
      ...copied, ...bundles.flatMap(([, { metafile }]) => Object.keys(metafile.inputs)),
      ...Object.keys(python).map((path) => join(SOURCE, path)), ...bytecode.map(([, path]) => path),
    ])].sort(),
  };
}

function bundle(name: string): { contents: Uint8Array; metafile: Metafile } {
  const { platform, target, format, externals } = LAMBDA_BUNDLE;
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [join(SOURCE, `${name}.ts`)],
    outfile: `${name}.js`,
    bundle: true,
    platform,
    target,
    format,
    external: LAZY.includes(name) ? [...externals, '*/native'] : externals, // what parts.ts loads has no modules: load-part.ts
    minify: true, // V8 reads every byte at each cold start
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  return { contents: outputFiles[0].contents, metafile };
}

function pythonFiles(): Record<string, LayerFile> {
  const folder = join(ROOT, SOURCE, 'python');
  if (!existsSync(folder)) return {};
  return Object.fromEntries(readdirSync(folder, { recursive: true, encoding: 'utf-8' })
    // sources and their tables; not what Python compiled beside them
    .filter((name) => /\.(py|json)$/.test(name))
    .sort()
    .map((name) => [`python/${name.replaceAll('\\', '/')}`, { contents: readFileSync(join(folder, name)), mode: READABLE }]));
}

/** Bytecode beside its source, where Python looks for it: path in the layer, path here, contents. */
function bytecodeFiles(): [string, string, Uint8Array][] {
  const folder = join(SOURCE, 'bytecode');
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.pyc')).sort().map((name) => {
    const [version, file] = name.replaceAll('\\', '/').split('/');
    return [`python/zt_guard/__pycache__/${file.replace(/\.pyc$/, `.${version}.pyc`)}`, join(folder, name), readFileSync(join(ROOT, folder, name))];
  });
}

/** Writes what is below /opt/zt-guard-lib into a folder: for tests and the bench. */
export function writeNodeGuard(folder: string): void {
  for (const [path, { contents }] of Object.entries(guardLayer().files)) {
    if (!path.startsWith('zt-guard-lib/')) continue;
    const file = join(folder, path.slice('zt-guard-lib/'.length));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
}

/**
 * The layer as one file. A ZIP, because modes of files are lost on the way: npm and jsii install files without their run bit, and Windows has none;
 * Lambda runs `zt-guard`. The same bytes on each machine: the dates are fixed.
 */
export function zipOf({ files }: GuardLayer): Uint8Array {
  const entries = Object.keys(files).sort().map((path) => {
    const { contents, mode } = files[path];
    return [path, [contents, { os: UNIX, attrs: (REGULAR_FILE + mode) * UPPER_HALF, mtime: '1980-01-01', level: 9 }]] as const;
  });
  return zipSync(Object.fromEntries(entries.map(([path, [contents, options]]) => [path, [contents, options]])) as never);
}

/** Writes assets/lambda/runtime-guard/layer.zip, which is shipped, and the same unpacked beside it, for tests and the emulator. */
function main(): void {
  const layer = guardLayer();
  rmSync(OUT, { recursive: true, force: true });
  for (const [path, { contents, mode }] of Object.entries(layer.files)) {
    const file = join(OUT, 'opt', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
    chmodSync(file, mode);
  }
  writeFileSync(join(OUT, 'layer.zip'), zipOf(layer));
  console.log(`${relative(ROOT, OUT)}: ${Object.keys(layer.files).length} files`);
}

if (require.main === module) main();
