import { existsSync, statSync } from 'fs';
import { createRequire } from 'module';
import { basename, dirname, join, resolve } from 'path';
import { pathToFileURL } from 'url';

/** A handler that returns its answer, or a promise of it. */
export type Handler = (event: unknown, context: unknown) => unknown;

const load = createRequire(__filename);
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const EXTENSIONS = ['.js', '.mjs', '.cjs', ''];
/** How Node.js says that a module can only be imported. */
const IMPORT_ONLY = ['ERR_REQUIRE_ESM', 'ERR_REQUIRE_ASYNC_MODULE'];

/** The handler that the function had before its events were checked. Throws for one that an event check does not pass on. */
export function loadHandler(taskRoot: string, name: string): Handler | Promise<Handler> {
  const found = loadModuleExport(taskRoot, name);
  return found instanceof Promise ? found.then((handler) => checkable(handler, name)) : checkable(found, name);
}

/**
 * What `folder/file.export` names, CommonJS or ES module. What can be required is there at once, in the initialisation of the function; a module
 * that must be imported, or that `imports` picks, is a promise.
 */
export function loadModuleExport(taskRoot: string, name: string, imports = (_path: string) => false): Handler | Promise<Handler> {
  const file = basename(name);
  const dot = file.indexOf('.');
  if (dot < 1 || dot === file.length - 1) throw new Error(`The handler '${name}' does not name a file and its export.`);
  const path = fileAt(resolve(taskRoot, dirname(name), file.slice(0, dot)), name);
  const pick = (module: unknown) => exportOf(module, file.slice(dot + 1), name);
  try {
    if (!imports(path)) return pick(load(path));
  } catch (error) {
    if (!IMPORT_ONLY.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  return import(pathToFileURL(path).href).then(pick);
}

function fileAt(path: string, name: string): string {
  const found = EXTENSIONS.map((extension) => path + extension).find((file) => existsSync(file) && statSync(file).isFile());
  const index = join(path, 'index.js');
  if (found === undefined && !existsSync(index)) throw new Error(`The file of the handler '${name}' is not there.`);
  return found ?? index;
}

function exportOf(module: unknown, path: string, name: string): Handler {
  let found: any = module;
  for (const part of path.split('.')) found = found?.[part];
  if (typeof found !== 'function') throw new Error(`The handler '${name}' is no function.`);
  return found;
}

function checkable(handler: Handler, name: string): Handler {
  if ((handler as any)[STREAMING]) throw new Error(`The handler '${name}' streams its answer, which an event check does not pass on.`);
  if (handler.length > 2) throw new Error(`The handler '${name}' takes a callback. With an event check it returns a promise.`);
  return handler;
}
