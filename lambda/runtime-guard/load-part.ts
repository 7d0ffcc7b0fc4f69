import { vm } from './builtins';
import { apply, create, endsWith, join, readFileSync } from './captured';
import * as native from './native';

const { compileFunction, createContext } = vm;
const { require: required } = module;
/** The guard is one file there. */
const IS_IN_LAYER = endsWith(__filename, 'preload.js');
const NAMES = ['exports', 'require', 'module'];

/**
 * The realm of the parts: its strings, expressions and lists have methods of their own, which code of the function cannot change, as nothing leads it there.
 * Without code from strings, in case that something does.
 */
let realm: object | undefined;
const ownRealm = () => realm ??= apply(createContext, vm, [create(null), { codeGeneration: { strings: false, wasm: false } }]) as object;

/**
 * A part of the guard, from its file in the layer. Past the loader of modules, which code of the function can change by then: `Module._load`, `Module.wrap` and
 * their kin would put a part of its own in place. Beside the sources, as in tests, a part is a module like others.
 */
export function loadPart(file: string): unknown {
  const path = `${join(__dirname, file)}.js`;
  if (!IS_IN_LAYER) return apply(required, module, [file]);
  const source = sourceOf(path);
  const made = { exports: {} };
  const run = apply(compileFunction, vm, [source, NAMES, { filename: path, parsingContext: ownRealm() }]);
  apply(run, undefined, [made.exports, requiredByPart, made]);
  return made.exports;
}

let isReading = false;
/** Whether it is the guard that reads a file now, and not the invocation: to ask what came with this one takes a part. */
export const isOwnFile = (): boolean => isReading;

function sourceOf(path: string): string {
  isReading = true;
  try {
    return readFileSync(path, 'utf8');
  } finally {
    isReading = false;
  }
}

/** The one module that a part does not hold itself. */
function requiredByPart(name: string): unknown {
  if (endsWith(name, '/native')) return native;
  throw new Error(`a part of the guard has no ${name}`);
}
