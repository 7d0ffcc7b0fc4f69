import { fs, Module } from '../builtins';
import { absolute, Address, apply, basename, defineProperty, dirname, each, fileURLToPath, getOwnPropertyDescriptor, includes, isBytes, join, matches, nextTick, reject, resolve, startsWith, utf8, wrap } from '../captured';
import type { GuardEventKind } from '../events';
import { Blocked } from '../shared';
import { leavesFolder, leaving } from '../untrusted';
import type { Tools } from './sink';

/** Memory, environment and descriptors of processes: what their owner reads by other means. Not ~/.aws, for which every client of the SDK looks. */
const SECRET = /^\/proc\/(?:self|thread-self|\d+)(?:\/task\/\d+)?\/(?:environ|mem|maps|smaps|cmdline|auxv|fd|root|cwd|exe|map_files|syscall|stack)(?:\/|$)|^\/dev\/(?:fd|mem|kmem|port)(?:\/|$)|^\/var\/run\/secrets\/|^\/etc\/(?:shadow|gshadow|sudoers)/;
/** Devices that take what is written and keep nothing. */
const DEVICE = /^\/dev\/(?:null|stdout|stderr|tty|fd\/[12])$/;
const { O_CREAT, O_TRUNC, O_WRONLY, O_RDWR, O_APPEND } = fs.constants;
// eslint-disable-next-line no-bitwise
const WRITES = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
// eslint-disable-next-line no-bitwise
const isWrite = (flags: unknown) => typeof flags === 'number' && (flags & WRITES) !== 0;

type Access = 'read' | 'write';
/** Function of Node's binding → what it does to its first and second path. */
const CALLS: Record<string, [Access | undefined, Access?]> = {
  readFileUtf8: ['read'],
  readdir: ['read'],
  readlink: ['read'],
  writeFileUtf8: ['write'],
  mkdir: ['write'],
  mkdtemp: ['write'],
  rmdir: ['write'],
  rmSync: ['write'],
  unlink: ['write'],
  chmod: ['write'],
  chown: ['write'],
  lchown: ['write'],
  utimes: ['write'],
  lutimes: ['write'],
  rename: ['write', 'write'],
  copyFile: ['read', 'write'],
  link: ['read', 'write'],
  cpSyncCopyDir: ['read', 'write'],
  cpSyncOverrideFile: ['read', 'write'],
};
const { native: realpath } = fs.realpathSync;

interface Refusal {
  readonly kind: GuardEventKind;
  readonly detail: string;
}

/** What a path may be used for, told by the path itself and by what it leads to. */
export class Paths {
  constructor(private readonly tools: Tools) {}

  /** The kind of event that an access is, or nothing where it is declared. */
  public refusal(path: unknown, access: Access): Refusal | undefined {
    const given = textOf(path);
    if (given === undefined) return undefined;
    const full = resolve(given);
    const dotted = absolute(given);
    if (access === 'write' ? this.isUnwritable(full, dotted) : this.isSecret(full, dotted)) return { kind: access === 'write' && !matches(SECRET, full) ? 'file-write' : 'file-secret', detail: full };
    if (leaving(this.tools.invocation(), given, leavesFolder)) return { kind: 'path-traversal', detail: full };
    return undefined;
  }

  public deny(path: unknown, access: Access): void {
    const refused = this.refusal(path, access);
    if (refused) this.tools.deny(refused.kind, refused.detail);
  }

  /** A link in a folder that can be written may lead anywhere, and dots behind a link go up from where it leads to: there, and only there, it is followed. */
  private isSecret(full: string, dotted: string): boolean {
    return matches(SECRET, full) || (this.isInFolders(full) || includes(dotted, '/..')) && matches(SECRET, real(dotted));
  }

  private isUnwritable(full: string, dotted: string): boolean {
    if (matches(DEVICE, full)) return false;
    return !this.isInFolders(full) || !this.isInFolders(real(dotted));
  }

  public isInFolders(full: string): boolean {
    const { folders } = this.tools.policy;
    for (let i = 0; i < folders.length; i++) if (full === folders[i] || startsWith(full, `${folders[i]}/`)) return true;
    return false;
  }
}

/** Files, at the one binding that all functions of `fs` and `fs/promises`, streams and loaders call. */
export function guardFiles(tools: Tools, paths: Paths, binding: (name: string) => any): void {
  const files = binding('fs');
  const { kUsePromises } = files;

  /** Refuses as the call itself would fail: by its callback, its promise, or an exception. */
  const refuse = (refused: Refusal, args: any[]): { result: unknown } | undefined => {
    tools.report(refused.kind, refused.detail);
    if (!tools.blocks) return undefined;
    const error = new Blocked(refused.kind, refused.detail);
    for (let i = 0; i < args.length; i++) {
      if (args[i] === kUsePromises) return { result: reject(error) };
      if (typeof args[i]?.oncomplete === 'function') {
        const request = args[i];
        nextTick(() => request.oncomplete(error));
        return { result: undefined };
      }
    }
    throw error;
  };
  const guard = (
    name: string, refusal: (args: any[]) => Refusal | undefined,
  ) => wrap(files, name, (original) => function (this: any, ...args: any[]) {
    const refused = refusal(args);
    const left = refused && refuse(refused, args);
    return left ? left.result : apply(original, this, args);
  });

  for (const name of Object.keys(CALLS)) {
    const [first, second] = CALLS[name];
    guard(name, (args) => (first && paths.refusal(args[0], first)) ?? (second && paths.refusal(args[1], second)));
  }
  for (const name of ['open', 'openFileHandle']) guard(name, (args) => paths.refusal(args[0], isWrite(args[1]) ? 'write' : 'read'));
  // what was opened to be read is changed by its descriptor
  for (const name of ['fchmod', 'fchown', 'futimes']) guard(name, (args) => paths.refusal(real(`/proc/self/fd/${args[0]}`), 'write'));
  guard('symlink', (args) => {
    const target = args[0];
    const path = args[1];
    const refused = paths.refusal(path, 'write');
    const to = textOf(target);
    if (refused || to === undefined) return refused;
    const full = resolve(to[0] === '/' ? to : `${dirname(absolute(textOf(path) ?? '/'))}/${to}`);
    return full === '/' || matches(/^\/(?:proc|dev|sys)(?:\/|$)/, full) || matches(SECRET, full) ? { kind: 'file-secret', detail: full } : undefined;
  });
  // the log must not be taken from under the guard
  guard('close', (args) => (args[0] === 1 || args[0] === 2 ? { kind: 'tampering', detail: `close ${args[0]}` } : undefined));

  // what is sent is judged by the socket, and not by its descriptor
  const { _LAMBDA_TELEMETRY_LOG_FD: log } = process.env;
  for (const name of ['writeBuffer', 'writeBuffers', 'writeString']) {
    guard(name, (args) => (args[0] > 2 && `${args[0]}` !== log && isSocket(args[0]) ? { kind: 'egress-socket', detail: 'a socket by its descriptor' } : undefined));
  }

  natively(paths);
}

const { fstatSync } = fs;

function isSocket(descriptor: unknown): boolean {
  try {
    // eslint-disable-next-line no-bitwise
    return (fstatSync(descriptor as number).mode & fs.constants.S_IFMT) === fs.constants.S_IFSOCK;
  } catch {
    return false;
  }
}

const first = (args: any[]) => args[0];

/** What opens files without that binding. */
function natively(paths: Paths): void {
  const guard = (target: any, name: string, access: Access, pathOf = first) => wrap(target, name, (original) => function (this: any, ...args: any[]) {
    const path = pathOf(args);
    if (path !== undefined) paths.deny(path, access);
    return apply(original, this, args);
  });
  guard(fs, 'openAsBlob', 'read');
  for (const target of [fs, fs.promises]) for (const name of ['opendir', 'opendirSync']) guard(target, name, 'read');
  guard(process, 'loadEnvFile', 'read');
  whenAsked(process, 'report', (report) => {
    guard(report, 'writeReport', 'write', (args) => reportOf(args[0]));
    // a signal or a crash writes it there, by native code
    each(['directory', 'filename'], (name) => {
      const { get, set, ...rest } = getOwnPropertyDescriptor(report, name)!;
      defineProperty(report, name, {
        ...rest,
        get: () => apply(get!, report, []),
        set: (value) => {
          if (name === 'directory' || includes(`${value}`, '/')) paths.deny(`${value}`, 'write');
          apply(set!, report, [value]);
        },
      });
    });
  });
  // the folder is made by native code
  guard(Module, 'enableCompileCache', 'write', (args) => (typeof args[0] === 'object' ? args[0]?.directory : args[0]) ?? '/tmp');
}

/** Guards what a getter loads, when it is first asked. */
function whenAsked(target: any, name: string, change: (loaded: any) => void): void {
  const descriptor = getOwnPropertyDescriptor(target, name);
  if (descriptor?.get === undefined) return change(target[name]);
  const { get } = descriptor;
  let isChanged = false;
  defineProperty(target, name, {
    ...descriptor,
    get: () => {
      const loaded = apply(get, target, []);
      if (!isChanged) change(loaded);
      isChanged = true;
      return loaded;
    },
  });
}

function reportOf(given: unknown): string {
  const { directory, filename } = process.report;
  const name = typeof given === 'string' ? given : filename;
  return directory === '' ? name || '.' : join(directory, name);
}

function textOf(path: unknown): string | undefined {
  if (typeof path === 'string') return path;
  if (isBytes(path)) return utf8(path);
  return path instanceof Address ? fileURLToPath(path) : undefined;
}

/** What a path leads to, of which the last part need not exist. */
export function real(full: string): string {
  try {
    return realpath(full);
  } catch {
    const folder = dirname(full);
    if (folder === full) return full;
    return join(real(folder), basename(full));
  }
}

