import { createHash } from 'crypto';
import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { isDeepStrictEqual } from 'util';
import { buildSync, version } from 'esbuild';
import { guardLayer, zipOf } from './runtime-guard-layer';
import { LAMBDA_BUNDLE } from '../projenrc/lambda';

export const ROOT = join(__dirname, '..');
export const RECORD_FILE = join(ROOT, 'lambda', 'bundles.json');

/** What a bundle was made of, and what came out. */
export interface LambdaBundle {
  /** SHA-256 of what is shipped in assets/lambda/<name>. */
  readonly sha256: string;
  /** SHA-256 of our own files in it. */
  readonly sources: string;
  /** The packages in it, with their versions. */
  readonly packages: Record<string, string>;
}

export interface BundleRecord {
  readonly esbuild: string;
  readonly bundles: Record<string, LambdaBundle>;
}

const sha256 = (...contents: (string | Buffer)[]) => contents.reduce((hash, content) => hash.update(content), createHash('sha256')).digest('hex');

const GUARD = 'runtime-guard';

/** What a package ships in assets/lambda/<name>. */
export const shippedFile = (name: string): string => `assets/lambda/${name}/${name === GUARD ? 'layer.zip' : 'index.js'}`;

/** The record of what is in assets/lambda now, by esbuild's own account of what it read. */
export function describeBundles(): BundleRecord {
  const names = readdirSync(join(ROOT, 'lambda')).filter((name) => existsSync(join(ROOT, 'lambda', name, 'index.ts')));
  const bundles = [...names.map((name) => [name, describeBundle(name)] as const), [GUARD, describeGuard()] as const];
  return { esbuild: version, bundles: Object.fromEntries(bundles.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** A layer of several files. */
function describeGuard(): LambdaBundle {
  const layer = guardLayer();
  return describe(GUARD, zipOf(layer), layer.inputs);
}

function describeBundle(name: string): LambdaBundle {
  const outfile = shippedFile(name);
  const { platform, target, format, externals } = LAMBDA_BUNDLE;
  const { metafile, outputFiles } = buildSync({
    absWorkingDir: ROOT, entryPoints: [`lambda/${name}/index.ts`], outfile, bundle: true, platform, target, format, external: externals, write: false, metafile: true, logLevel: 'error',
  });
  return describe(name, outputFiles[0].contents, Object.keys(metafile.outputs[outfile].inputs).sort());
}

function describe(name: string, made: Uint8Array, inputs: string[]): LambdaBundle {
  const shipped = readFileSync(join(ROOT, shippedFile(name)));
  if (!shipped.equals(made)) throw new Error(`${shippedFile(name)} is not what lambda/${name} makes now: run npx projen bundle`);
  const own = inputs.filter((path) => !path.startsWith('node_modules/'));
  const packages = new Set(inputs.filter((path) => path.startsWith('node_modules/')).map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(path)![1]));
  return {
    sha256: sha256(shipped),
    sources: sha256(...own.flatMap((path) => [path, '\0', readFileSync(join(ROOT, path)), '\0'])),
    packages: Object.fromEntries([...packages].sort().map((path) => [path.slice('node_modules/'.length), JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8')).version])),
  };
}

export function readRecord(): BundleRecord {
  return existsSync(RECORD_FILE) ? JSON.parse(readFileSync(RECORD_FILE, 'utf8')) : { esbuild: version, bundles: {} };
}

/** One line for each bundle that changed although neither our files nor the packages in it did. */
export function unexplainedChanges(recorded: BundleRecord, now: BundleRecord): string[] {
  return Object.entries(now.bundles).flatMap(([name, { sha256: hash, ...madeOf }]) => {
    if (!recorded.bundles[name]) return [];
    const { sha256: oldHash, ...wasMadeOf } = recorded.bundles[name];
    return hash === oldHash || !isDeepStrictEqual(madeOf, wasMadeOf) ? [] : [
      `${shippedFile(name)} changed, but neither lambda/${name} nor a package in it did (recorded with esbuild ${recorded.esbuild}, now ${now.esbuild}).`,
    ];
  });
}
