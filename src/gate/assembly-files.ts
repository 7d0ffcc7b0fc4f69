import { existsSync, readdirSync, statSync } from 'fs';
import { dirname, join, relative, resolve, sep } from 'path';
import { GateError } from './gate-error';
import { HashedFile, hashedFiles, hashOf, treeHash } from './tree-hash';
import { isInside } from '../model/find-templates';
import { objectOrEmpty, own } from '../model/json';
import { readJsonObject } from '../model/template-file';

/** What cdk-assets takes in place of an asset when a file of its name is there. Source: cdk-assets, FileAssetHandler. */
const CACHE = '.cache';
/** Of the CDK's command line while it runs. */
const LOCK = /^(synth|read\.\d+\.\d+)\.lock$/;

/**
 * The files of an assembly that are neither templates nor assets of functions, which have hashes of their own: its manifests, which name roles, parameters and
 * where assets go, and the other assets, each with one hash. None of what is no assembly.
 *
 * Throws a `GateError` for what would publish something else than is judged.
 */
export function assemblyFiles(root: string, others: readonly string[]): HashedFile[] {
  if (!existsSync(join(root, 'manifest.json'))) return [];
  const known = new Set(others.map((path) => resolve(path)));
  const files: HashedFile[] = [];
  const walk = (folder: string, depth: number) => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      if (name === CACHE) throw unsafe(path, 'what is in it would be published in place of assets.', 'delete it, or synthesise into a new folder.');
      if (known.has(resolve(path)) || (depth === 0 && LOCK.test(name))) continue;
      const isAssembly = existsSync(join(path, 'manifest.json')) && isInside(root, path) && !name.startsWith('asset.');
      if (isAssembly && depth < 10) walk(path, depth + 1);
      else files.push({ path: relative(root, path).split(sep).join('/'), sha256: statSync(path, { throwIfNoEntry: false })?.isDirectory() ? treeHash(hashedFiles(path)) : hashOf(path, root) });
      if (name.endsWith('.assets.json')) checkAssets(path, root);
    }
  };
  walk(root, 0);
  checkDestinations(root, files);
  return files;
}

/** What cdk-assets would make of a manifest must be what is judged: files of the assembly, and no program. */
function checkAssets(manifest: string, root: string): void {
  const { files, dockerImages } = objectOrEmpty(readJsonObject(manifest));
  for (const [id, asset] of [files, dockerImages].flatMap((all) => Object.entries(objectOrEmpty(all)))) {
    const source = objectOrEmpty(own(asset, 'source'));
    if (source.executable !== undefined) throw unsafe(manifest, `asset ${id} is what a program makes while it is published.`, 'synthesise with assets that are files.');
    const path = join(dirname(manifest), String(source.path ?? source.directory ?? ''));
    if (!existsSync(path) || !isInside(root, path)) throw unsafe(manifest, `asset ${id} is not in the assembly.`, 'synthesise again: assets are copied into the assembly.');
  }
}

/** Of two assets for one object, the first that is published stays, whichever was judged. */
function checkDestinations(root: string, files: readonly HashedFile[]): void {
  const sources = new Map<string, string>();
  for (const { path: file } of files.filter(({ path }) => path.endsWith('.assets.json'))) {
    const manifest = join(root, file);
    for (const [id, asset] of Object.entries(objectOrEmpty(own(readJsonObject(manifest), 'files')))) {
      const source = resolve(dirname(manifest), String(own(own(asset, 'source'), 'path')));
      for (const destination of Object.values(objectOrEmpty(own(asset, 'destinations')))) {
        const key = String(own(destination, 'objectKey'));
        if ((sources.get(key) ?? source) !== source) throw unsafe(manifest, `asset ${id} has the object key of another one, ${key}.`, 'synthesise again: the CDK names objects by their content.');
        sources.set(key, source);
      }
    }
  }
}

function unsafe(path: string, what: string, remediation: string): GateError {
  return new GateError(path, 'UnsafeAssembly', what, remediation);
}
