import { existsSync, readFileSync, realpathSync, statSync } from 'fs';
import { dirname, isAbsolute, join, relative, sep } from 'path';
import { fileURLToPath } from 'url';
import { lineHashes } from './line-hash';
import { originOf, Place } from './source-map';

/** A line of the app's own source. */
export interface SourceLine {
  /** Relative to the root of the repository, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** As GitHub code scanning computes `primaryLocationLineHash`: it outlives lines that are added above. */
  readonly hash: string;
}

/** A source is read whole to be hashed; whoever writes an assembly may name any file. */
const MAX_BYTES = 1024 * 1024;
const MAX_FRAME = 4096;
/** Packages, of npm and of Python: not of the app, wherever they are installed. */
const PACKAGES = new Set(['node_modules', 'site-packages', 'dist-packages']);
/** This library itself, when its own repository is audited. */
const OWN = ['src', 'lib'].map((folder) => join(__dirname, '..', '..', folder) + sep);

export function describeSource({ file, line }: SourceLine): string {
  return `${file}:${line}`;
}

/** The nearest folder around another with `.git`, or the folder itself. */
export function repositoryAround(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return realpathSync(at);
    if (at === dirname(at)) return realpathSync(folder);
  }
}

/** Finds the lines of a repository that stack traces lead to. Reads no file outside of it. */
export class SourceLines {
  private readonly hashes = new Map<string, string[] | undefined>();
  /** Traces of all resources lead through the same few files: the system is asked for each once. */
  private readonly real = new Map<string, string | undefined>();

  constructor(private readonly root: string) {}

  /** The innermost frame in source that the app's authors wrote. */
  public first(trace: readonly string[]): SourceLine | undefined {
    for (const text of trace) {
      const frame = frameOf(text);
      const path = frame && this.inside(frame.path);
      const found = path && (this.line({ ...frame, path }) ?? this.line(originOf({ ...frame, path })));
      if (found) return found;
    }
    return undefined;
  }

  private line(place: Place | undefined): SourceLine | undefined {
    const path = place && this.inside(place.path);
    const hash = path && this.hashesOf(path)?.[place.line - 1];
    return hash ? { file: relative(this.root, path).split(sep).join('/'), line: place.line, hash } : undefined;
  }

  /** The real path of a file in the repository. */
  private inside(path: string): string | undefined {
    if (!this.real.has(path)) this.real.set(path, this.find(path));
    return this.real.get(path);
  }

  private find(path: string): string | undefined {
    if (!isAbsolute(path) || !existsSync(path)) return undefined;
    const real = realpathSync(path);
    const way = relative(this.root, real);
    const isOurs = !way.startsWith('..') && !isAbsolute(way) && !way.split(sep).some((part) => PACKAGES.has(part) || part === '.git');
    return isOurs && !OWN.some((own) => real.startsWith(own)) ? real : undefined;
  }

  private hashesOf(path: string): string[] | undefined {
    if (!this.hashes.has(path)) this.hashes.set(path, hashesIn(path));
    return this.hashes.get(path);
  }
}

function hashesIn(path: string): string[] | undefined {
  const { size, isFile } = factsOf(path);
  if (!isFile || size > MAX_BYTES) return undefined;
  try {
    const text = readFileSync(path, 'utf-8');
    return isGenerated(path, text) ? undefined : lineHashes(text);
  } catch {
    return undefined; // no right to read it: the template is the place then
  }
}

function factsOf(path: string) {
  const stats = statSync(path, { throwIfNoEntry: false });
  return { size: stats?.size ?? 0, isFile: stats?.isFile() ?? false };
}

/** JavaScript that a compiler wrote: its lines are in no editor, those that its source map names are. */
function isGenerated(path: string, text: string): boolean {
  const [, stem] = /^(.*)\.[cm]?jsx?$/.exec(path) ?? [];
  if (stem === undefined) return false;
  return /^\/\/# sourceMappingURL=|Object\.defineProperty\(exports, ?["']__esModule["']/m.test(text)
    || ['.ts', '.tsx', '.mts', '.cts'].some((end) => existsSync(stem + end)) || existsSync(`${path}.map`);
}

/** `name (file:line:column)`, also with a file URL, without a name, and with the `+column` of other languages' frames. */
function frameOf(text: string): Place | undefined {
  if (text.length > MAX_FRAME) return undefined;
  const place = /:(\d+)(?::\+?(\d+))?\)?$/.exec(text);
  if (!place) return undefined;
  const from = text.indexOf(' (');
  const file = text.slice(from < 0 ? 0 : from + 2, place.index);
  return file.includes('\0') ? undefined : { path: pathOf(file), line: Number(place[1]), column: Number(place[2] ?? 1) };
}

function pathOf(file: string): string {
  try {
    return file.startsWith('file:') ? fileURLToPath(file) : file;
  } catch {
    return ''; // of another machine
  }
}
