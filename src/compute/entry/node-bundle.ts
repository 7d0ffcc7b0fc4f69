import { existsSync, mkdirSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { basename, dirname, join, relative, resolve } from 'path';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { EntryOptions } from './entry-options';
import { checkLocked } from './node-lock';
import type { PackageFiles } from './package-files';
import { ZeroTrustError } from '../../core/errors';

const LOCK_FILES = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock'];
/** Of the runtimes since Node.js 18. Source: AWS Lambda developer guide, "Runtime-included SDK versions". */
const AWS_SDK = ['@aws-sdk/*', '@smithy/*'];
const SOURCE_MAP = 'index.js.map';

/** Of esbuild what is used here: it is the user's, in a version of theirs. */
interface Esbuild {
  buildSync(options: object): { outputFiles: OutputFile[]; metafile: { inputs: Record<string, unknown> } };
}

interface OutputFile {
  readonly path: string;
  readonly contents: Uint8Array;
}

/**
 * One file of a source file and all that it imports, by the esbuild of the project. Each package in it is the one that the lock file
 * names.
 *
 * Throws `NoLockFile`, `EsbuildNotFound`, `EntryDoesNotBuild`, and `NotAsLocked` for a package in another version than locked.
 */
export function nodeBundle(path: string, entry: string, runtime: lambda.Runtime, options: EntryOptions = {}): PackageFiles {
  const lockFile = lockFileOf(path, entry, options.lockFile);
  const root = dirname(lockFile);
  const { outputFiles, metafile } = build(path, entry, root, runtime, options);
  checkLocked(path, lockFile, Object.keys(metafile.inputs).map((input) => resolve(root, input)));

  const files: PackageFiles = new Map(outputFiles.map((file) => [relative(join(root, OUT), file.path), file.contents]));
  const map = files.get(SOURCE_MAP);
  files.delete(SOURCE_MAP);
  if (map && options.sourceMapFolder !== undefined) {
    mkdirSync(options.sourceMapFolder, { recursive: true });
    writeFileSync(join(options.sourceMapFolder, `${path.replace(/[^\w-]+/g, '-')}.js.map`), map);
  }
  return files;
}

/** Nothing is written there: files are kept in memory. */
const OUT = 'cdk-zero-trust-entry';

function build(path: string, entry: string, root: string, runtime: lambda.Runtime, options: EntryOptions) {
  const { buildSync } = esbuildOf(path, entry);
  try {
    return buildSync({
      absWorkingDir: root,
      entryPoints: { index: entry },
      outdir: join(root, OUT),
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      target: runtime.name.replace(/^nodejs(\d+).*$/, 'node$1'),
      format: 'cjs',
      minify: options.minify ?? false,
      // beside the code and not named in it: the map holds the sources
      sourcemap: options.sourceMapFolder === undefined ? false : 'external',
      external: [...options.bundleAwsSdk ? [] : AWS_SDK, ...options.externalModules ?? []],
      loader: options.loaders ?? {},
      logLevel: 'silent',
    });
  } catch (error) {
    const [{ text, location } = { text: String(error), location: undefined }] = (error as { errors?: any[] }).errors ?? [];
    const place = location ? ` (${location.file}:${location.line})` : '';
    throw new ZeroTrustError(path, 'EntryDoesNotBuild', `esbuild cannot bundle ${basename(entry)}: ${text}${place}.`,
      'correct the source; what a layer or the runtime has is left out by externalModules.');
  }
}

function esbuildOf(path: string, entry: string): Esbuild {
  // of the project of the source file, or else of the one in which the app runs
  for (const from of [dirname(entry), process.cwd()]) {
    try {
      return createRequire(join(from, 'index.js'))('esbuild');
    } catch (error) {
      if ((error as { code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new ZeroTrustError(path, 'EsbuildNotFound', 'esbuild, which bundles TypeScript and JavaScript, is not installed.',
    'run npm install --save-dev esbuild, or pass a folder that is built already: Code.fromAsset(folder).');
}

function lockFileOf(path: string, entry: string, given?: string): string {
  if (given !== undefined) {
    if (existsSync(given) && LOCK_FILES.includes(basename(given))) return resolve(given);
    throw new ZeroTrustError(path, 'NoLockFile', `${given} is not there, or is none of ${LOCK_FILES.join(', ')}.`, 'name the lock file of the project.');
  }
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    const found = LOCK_FILES.map((name) => join(folder, name)).find(existsSync);
    if (found) return found;
    if (folder === dirname(folder)) break;
  }
  throw new ZeroTrustError(path, 'NoLockFile', `no lock file is above ${basename(entry)}, so that its packages may be others at the next deployment.`,
    'run npm install, and commit package-lock.json.');
}
