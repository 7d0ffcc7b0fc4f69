import { readdirSync, realpathSync, statSync } from 'fs';
import { dirname, join, relative, resolve, sep } from 'path';
import { globMatches } from './glob';

/** Files that may be templates. */
const TEMPLATES = /\.(json|ya?ml|template)$/i;
/** What is in them is of others. */
const NEVER = ['node_modules', '.git'];
/** Deeper folders are loops of links. */
const MAX_DEPTH = 40;

/** A file that was found, or the folder of a cloud assembly. */
export interface Found {
  readonly path: string;
  /** Whether somebody named it: then it must be a template. */
  readonly named: boolean;
  /** Nothing outside of this folder belongs to it. */
  readonly root: string;
}

/** What some paths mean: files, cloud assemblies, folders with templates somewhere below, and patterns with `*`, `?` and `**`. */
export function findTemplates(paths: string[], exclude: string[] = []): Found[] {
  const found = new Map<string, Found>();
  const take = (one: Found) => { if (!found.has(resolve(one.path))) found.set(resolve(one.path), one); };
  for (const path of paths) {
    const kind = statSync(path, { throwIfNoEntry: false });
    if (!kind && /[*?]/.test(path)) {
      const base = baseOf(path);
      walk(base, base, (one) => { if (pathMatches(path, one.path) && !isExcluded(one.path, exclude)) take(one); });
    } else if (kind?.isDirectory() && !isAssembly(path)) {
      walk(path, path, (one) => { if (!isExcluded(one.path, exclude)) take(one); });
    } else if (!isExcluded(path, exclude)) {
      take({ path, named: true, root: kind?.isDirectory() ? path : dirname(path) });
    }
  }
  return [...found.values()];
}

/** Whether a file, through all links, is in a folder. */
export function isInside(folder: string, path: string): boolean {
  try {
    const way = relative(realpathSync(folder), realpathSync(path));
    return way !== '..' && !way.startsWith(`..${sep}`) && resolve(way) !== way;
  } catch {
    return false;
  }
}

function walk(root: string, folder: string, take: (found: Found) => void, depth = 0): void {
  if (depth > MAX_DEPTH) return;
  for (const name of entriesOf(folder)) {
    const path = join(folder, name);
    const kind = statSync(path, { throwIfNoEntry: false });
    if (!kind || NEVER.includes(name) || !isInside(root, path)) continue;
    if (kind.isDirectory() && isAssembly(path)) take({ path, named: false, root: path });
    else if (kind.isDirectory()) walk(root, path, take, depth + 1);
    else if (kind.isFile() && TEMPLATES.test(name)) take({ path, named: false, root });
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function isAssembly(folder: string): boolean {
  return statSync(join(folder, 'manifest.json'), { throwIfNoEntry: false })?.isFile() ?? false;
}

function baseOf(pattern: string): string {
  const parts = pattern.split('/');
  return parts.slice(0, parts.findIndex((part) => /[*?]/.test(part))).join('/') || (pattern.startsWith('/') ? '/' : '.');
}

/** By the whole path or by its end, and for everything below what matches. */
function isExcluded(path: string, patterns: string[]): boolean {
  return patterns.some((pattern) => ['', '**/'].some((before) => ['', '/**'].some((after) => pathMatches(`${before}${pattern.replace(/\/$/, '')}${after}`, path))));
}

function pathMatches(pattern: string, path: string): boolean {
  return partsMatch(partsOf(pattern), partsOf(path));
}

function partsOf(path: string): string[] {
  return path.split(/[\\/]/).filter((part) => part !== '.' && part !== '');
}

/** `**` stands for any folders. Each place is looked at once. */
function partsMatch(pattern: string[], path: string[]): boolean {
  let ends = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const end of ends) {
      if (part === '**') for (let i = end; i <= path.length; i++) next.add(i);
      else if (end < path.length && globMatches(part, path[end])) next.add(end + 1);
    }
    ends = next;
  }
  return ends.has(path.length);
}
