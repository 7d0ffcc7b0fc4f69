import { posix } from 'path';
import type { CodeFiles } from './code-files';
import type { HandlerForm } from './entry';

/** The files that run for a handler, and whether code among them loads others by names that are computed. */
export interface Reachable {
  readonly files: ReadonlySet<string>;
  readonly isOpen: boolean;
}

/** A name that is computed, of what no import names. */
const COMPUTED = /\brequire\(\s*[^'"`)\s]|\bimport\(\s*[^'"`)\s]|\bimportlib\.import_module\(\s*[^'")\s]|\b__import__\(\s*[^'")\s]|\bexec\(/;
const OF_JAVASCRIPT = /(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*['"`](\.{1,2}\/[^'"`]*|\.{1,2})['"`]/g;
const OF_PYTHON = /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]+)|import[ \t]+([^\n]+))/gm;

/** How a language names other files. */
export interface ImportForm extends HandlerForm {
  /** All files that a text of code may import. */
  importsIn(code: string, file: string): string[];
  /** Those that one import may name. */
  resolve(source: string, file: string): string[];
}

export const JAVASCRIPT: ImportForm = {
  isAtFirstDot: true,
  filesOf: javaScriptFiles,
  importsIn: (code, file) => [...code.matchAll(OF_JAVASCRIPT)].flatMap(([, path]) => resolveJavaScript(path, file)),
  resolve: resolveJavaScript,
};

export const PYTHON: ImportForm = {
  isAtFirstDot: false,
  filesOf: (path) => [path, path.replaceAll('.', '/')].flatMap(pythonFiles),
  importsIn: pythonImports,
  resolve: resolvePython,
};

/**
 * The files that a handler imports, from one to the next. One folder of code often serves several functions, and has tests: what the others call is
 * nothing that this one does.
 */
export function reachableFrom(start: string, files: CodeFiles, form: ImportForm): Reachable {
  const found = new Set([start]);
  let isOpen = false;
  const left = [start];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    const code = files.get(file)!;
    isOpen ||= COMPUTED.test(code);
    for (const one of form.importsIn(code, file)) {
      if (!files.has(one) || found.has(one)) continue;
      found.add(one);
      left.push(one);
    }
  }
  return { files: found, isOpen };
}

function resolveJavaScript(source: string, file: string): string[] {
  return source.startsWith('.') ? javaScriptFiles(posix.join(posix.dirname(file), source)) : [];
}

function resolvePython(source: string, file: string): string[] {
  const folder = posix.dirname(file);
  const dots = /^\.*/.exec(source)![0].length;
  const roots = dots === 0 ? ['.', folder] : [posix.join(folder, ...Array.from({ length: dots - 1 }, () => '..'))];
  // packages that it is in are loaded, and nothing of them is used by this
  const name = source.slice(dots).split('.').filter((part) => part !== '').join('/');
  return roots.flatMap((root) => pythonFiles(posix.join(root, name)));
}

function javaScriptFiles(path: string): string[] {
  return ['', '.js', '.mjs', '.cjs', '/index.js', '/index.mjs', '/index.cjs'].map((end) => posix.normalize(path + end));
}

/** Modules that the statement may name: absolute ones are at the root, or next to the file where that is run by itself. */
function pythonImports(code: string, file: string): string[] {
  const folder = posix.dirname(file);
  return [...code.matchAll(OF_PYTHON)].flatMap(([, from, names, plain]) => {
    if (from === undefined) return plain.split(',').flatMap((one) => modules(one.trim().split(/\s/)[0], ['.', folder]));
    const dots = /^\.*/.exec(from)![0].length;
    const roots = dots === 0 ? ['.', folder] : [posix.join(folder, ...Array.from({ length: dots - 1 }, () => '..'))];
    const module = from.slice(dots);
    const inside = names.replace(/[()]/g, '').split(',').map((one) => one.trim().split(/\s/)[0]).filter((one) => /^\w+$/.test(one));
    return [...modules(module, roots), ...inside.flatMap((name) => modules(module === '' ? name : `${module}.${name}`, roots))];
  });
}

/** A module, and the packages that it is in. */
function modules(name: string, roots: string[]): string[] {
  const parts = name.split('.').filter((part) => part !== '');
  const all = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  return roots.flatMap((root) => [...all, ...all.length === 0 ? [''] : []].flatMap((path) => pythonFiles(posix.join(root, path))));
}

function pythonFiles(path: string): string[] {
  return [`${path}.py`, posix.join(path, '__init__.py')].map((one) => posix.normalize(one));
}
