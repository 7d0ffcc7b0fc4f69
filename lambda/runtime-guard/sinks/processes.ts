import { absolute, accessSync, apply, basename, includes, isArray, join, matches, Names, namesOf, resolve, slice, split, startsWith, wrap } from '../captured';
import { POLICY_VARIABLE } from '../policy';
import { leavesShell, leaving } from '../untrusted';
import { real } from './files';
import type { Tools } from './sink';

const { constants } = process.getBuiltinModule('os');
const SHELL = /(?:^|\/)(?:ba|da|z|k)?sh$/;

/** Child processes. All functions of `child_process` and `cluster` end at two calls of libuv. */
export function guardProcesses(tools: Tools, binding: (name: string) => any): void {
  const programs = namesOf(tools.policy.programs);
  const own = [`NODE_OPTIONS=${process.env.NODE_OPTIONS ?? ''}`, `${POLICY_VARIABLE}=${process.env[POLICY_VARIABLE]}`];
  const { pid } = process;
  const check = ({ file, args, cwd, envPairs }: { file?: unknown; args?: unknown; cwd?: unknown; envPairs?: any }) => {
    const folder = typeof cwd === 'string' && cwd !== '' ? absolute(cwd) : absolute('.');
    if (!isDeclared(`${file}`, envPairs, folder, programs, tools.policy.folders)) tools.deny('child-process', `${file}`);
    shell(tools, `${file}`, args);
    // a child that is Node.js is guarded too, whatever environment it is given
    if (isArray(envPairs) && basename(`${file}`) === 'node') for (let i = 0; i < own.length; i++) envPairs[envPairs.length] = own[i];
  };
  wrap(binding('process_wrap').Process.prototype, 'spawn', (original) => function (this: any, ...args: any[]) {
    check(typeof args[0] === 'object' && args[0] !== null ? args[0] : { file: args[0], args: args[1], cwd: args[2], envPairs: args[3] }); // since Node.js 24, one by one
    return apply(original, this, args);
  });
  wrap(binding('spawn_sync'), 'spawn', (original) => function (this: any, ...args: any[]) {
    check(args[0] ?? {});
    return apply(original, this, args);
  });
  // the runtime's own is 1, and extensions run beside it; children are ended by their handles
  for (const name of ['kill', '_kill']) {
    wrap(process, name, (original) => function (this: any, ...args: any[]) {
      if (args[0] !== pid) tools.deny('tampering', `signal to ${args[0]}`);
      else if (args[1] === 'SIGUSR1' || args[1] === constants.signals.SIGUSR1) tools.deny('tampering', 'the signal that starts a debugger');
      return apply(original, this, args);
    });
  }
  wrap(process, 'execve', (original) => function (this: any, ...args: any[]) {
    tools.deny('child-process', `execve ${args[0]}`); // it would replace the runtime of Lambda
    return apply(original, this, args);
  });
}

/** A program by its path, or by its name where the name leads to no folder that the function can write. */
function isDeclared(file: string, env: unknown, cwd: string, programs: Names, folders: readonly string[]): boolean {
  if (programs[file] !== true && programs[basename(file)] !== true) return false;
  const named = includes(file, '/') ? from(cwd, file) : onPath(file, env, cwd);
  if (named === undefined) return true;
  const found = real(resolve(named));
  if (programs[found] === true) return true;
  for (let i = 0; i < folders.length; i++) if (startsWith(found, `${folders[i]}/`)) return false;
  return true;
}

/** A path of a child is one from its own folder. */
const from = (cwd: string, path: string) => (path[0] === '/' ? path : `${cwd}/${path}`);

function onPath(file: string, env: unknown, cwd: string): string | undefined {
  const pairs = isArray(env) ? env : [];
  let path = process.env.PATH ?? '';
  for (let i = 0; i < pairs.length; i++) if (startsWith(`${pairs[i]}`, 'PATH=')) path = slice(`${pairs[i]}`, 5);
  const folders = split(path, ':');
  for (let i = 0; i < folders.length; i++) {
    try {
      const found = join(from(cwd, folders[i]), file);
      accessSync(found);
      return found;
    } catch { /* not there */ }
  }
  return undefined;
}

/** The command line of a shell is what follows `-c`. Its own arguments after that are words, whatever is in them. */
function shell(tools: Tools, file: string, args: unknown): void {
  if (!isArray(args) || !matches(SHELL, file)) return;
  for (let i = 1; i < args.length - 1; i++) {
    if (!matches(/^-\w*c$/, `${args[i]}`)) continue;
    if (leaving(tools.invocation(), `${args[i + 1]}`, leavesShell)) tools.deny('shell-injection', `input in a command line of ${file}`);
    return;
  }
}
