import { existsSync, readFileSync, statSync } from 'fs';
import { SourceMap } from 'module';
import { dirname, resolve } from 'path';
import { isObject, own } from '../model/json';

/** A map is read whole; whoever writes an assembly may name any file. */
const MAX_BYTES = 4 * 1024 * 1024;

/** A place in a file, both from 1. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Where the authors wrote what a compiler made of it, by the source map that lies beside it; `undefined` without one that tells. */
export function originOf({ path, line, column }: Place): Place | undefined {
  try {
    const map = readMap(`${path}.map`);
    const entry = map?.findEntry(line - 1, column - 1);
    // what is found may be that of an earlier line
    if (!map || !entry || !('originalSource' in entry) || entry.generatedLine !== line - 1 || /^[a-z][\w+.-]+:/i.test(entry.originalSource)) return undefined;
    const root = map.payload.sourceRoot ?? '';
    // a root is a prefix of the names, with or without a slash at its end
    const source = entry.originalSource.startsWith(root) ? entry.originalSource.slice(root.length) : entry.originalSource;
    return { path: resolve(dirname(path), root, source.replace(/^\//, root === '' ? '/' : '')), line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  } catch {
    return undefined; // what is no map tells nothing
  }
}

function readMap(path: string): SourceMap | undefined {
  if (!existsSync(path) || !statSync(path).isFile() || statSync(path).size > MAX_BYTES) return undefined;
  const json: any = JSON.parse(readFileSync(path, 'utf-8'));
  return isObject(json) && own(json, 'version') === 3 ? new SourceMap(json as any) : undefined;
}
