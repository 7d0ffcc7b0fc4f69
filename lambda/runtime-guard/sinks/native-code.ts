import { apply, namesOf, resolve, startsWith, wrap } from '../captured';
import { real } from './files';
import type { Tools } from './sink';

/** Parts of Node.js without any sink: tables and numbers. */
const HARMLESS = namesOf(['natives', 'config', 'constants', 'uv', 'util', 'os', 'buffer', 'url', 'string_decoder']);

/** Addons run outside of JavaScript and so outside of every check; internal bindings are beneath the functions that are checked. */
export function guardNativeCode(tools: Tools): void {
  const { LAMBDA_TASK_ROOT: root = process.cwd() } = process.env;
  const folders = ['/var/runtime', '/var/lang'];
  for (const addon of tools.policy.addons) folders.push(resolve(addon[0] === '/' ? addon : `${root}/${addon}`));
  const isDeclared = (file: string) => {
    for (let i = 0; i < folders.length; i++) if (file === folders[i] || startsWith(file, `${folders[i]}/`)) return true;
    return false;
  };
  wrap(process, 'dlopen', (original) => function (this: any, ...args: any[]) {
    const file = resolve(`${args[1]}`);
    if (!isDeclared(file) || !isDeclared(real(file))) tools.deny('native-code', file);
    return apply(original, this, args);
  });
  for (const name of ['binding', '_linkedBinding']) {
    wrap(process, name, (original) => function (this: any, ...args: any[]) {
      if (name !== 'binding' || HARMLESS[`${args[0]}`] !== true) tools.deny('internal-binding', `${args[0]}`);
      return apply(original, this, args);
    });
  }
}
