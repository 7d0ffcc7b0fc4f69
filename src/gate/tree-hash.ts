import { createHash } from 'crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'fs';
import { basename, join } from 'path';
import { GateError } from './gate-error';
import { isInside } from '../model/find-templates';

/** A file below an asset, by its path with slashes, and the SHA-256 of its content, in hexadecimal. */
export interface HashedFile {
  readonly path: string;
  readonly sha256: string;
}

/** The files of a folder, in the order of their paths; of a file, itself alone. A link is where it leads to, and is not followed. Throws a `GateError` for what is no file. */
export function hashedFiles(root: string): HashedFile[] {
  if (!lstatSync(root).isDirectory()) return [{ path: basename(root), sha256: hashOf(root, root) }];
  const files: HashedFile[] = [];
  const walk = (folder: string, prefix: string) => {
    for (const { name } of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, name);
      if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) walk(path, `${prefix}${name}/`);
      else files.push({ path: `${prefix}${name}`, sha256: hashOf(path, root) });
    }
  };
  walk(root, '');
  return files;
}

/**
 * One hash for all files of an asset: their paths and contents. A line break in a path is written as sha256sum does, so that no name passes for two files.
 * Modes and times are not in it: synthesis on another machine may change them.
 */
export function treeHash(files: readonly HashedFile[]): string {
  return sha256(files.map(({ path, sha256: hash }) => `${hash}  ${path.replace(/[\\\n]/g, (character) => (character === '\n' ? '\\n' : '\\\\'))}\n`).join(''));
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What is published of a link is what it leads to: that must be among what is hashed. */
export function hashOf(path: string, root: string): string {
  try {
    const kind = lstatSync(path);
    if (kind.isSymbolicLink() && path !== root && isInside(root, path)) return sha256(`link to ${readlinkSync(path)}`);
    if (kind.isFile()) return sha256(readFileSync(path));
  } catch (error) {
    throw new GateError(path, 'UnsafeAssembly', `it cannot be read (${(error as NodeJS.ErrnoException).code}).`, 'see who may read it, and that its name is UTF-8.');
  }
  throw new GateError(path, 'UnsafeAssembly', 'it is no file, or a link that leads out.', 'replace it by the file itself.');
}
