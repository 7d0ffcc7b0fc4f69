import { vm } from './builtins';
import { apply, dirname, join, readFileSync } from './captured';

const { compileFunction } = vm;
const { require: required } = module;
const NAMES = ['exports', 'require', 'module', '__filename', '__dirname'];

/**
 * A part of the guard, from its file in the layer. Past the loader of modules, which code of the function can change by then: `Module._load`, `Module.wrap` and
 * their kin would put a part of its own in place. Beside the sources, as in tests, a part is a module like others.
 */
export function loadPart(file: string): unknown {
  const path = `${join(__dirname, file)}.js`;
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch {
    return apply(required, module, [file]);
  }
  const made = { exports: {} };
  const run = apply(compileFunction, vm, [source, NAMES, { filename: path }]);
  apply(run, made.exports, [made.exports, require, made, path, dirname(path)]);
  return made.exports;
}
