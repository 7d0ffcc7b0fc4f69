import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { ROOT } from './lambda-bundles';

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly bundledDependencies?: string[];
}

export const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** The folders of the packages that npm puts into our tarball: `bundledDependencies` and all that they depend on. */
export function bundledFolders(): string[] {
  const found = new Set<string>();
  const visit = (name: string, from: string): void => {
    const folder = findPackage(name, from);
    if (!folder || found.has(folder)) return;
    found.add(folder);
    const { dependencies, optionalDependencies } = manifestOf(folder);
    Object.keys({ ...dependencies, ...optionalDependencies }).forEach((dependency) => visit(dependency, folder));
  };
  (manifestOf(ROOT).bundledDependencies ?? []).forEach((name) => visit(name, ROOT));
  return [...found].sort();
}

/** Node.js' own search, without the `exports` of a package, which may hide its package.json. */
function findPackage(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  return from === ROOT ? undefined : findPackage(name, dirname(from));
}
