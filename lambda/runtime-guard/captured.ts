// Built-ins as they were before any code of the function ran. The guard calls these alone where it decides: code that overwrites
// `Array.prototype.includes` or `RegExp.prototype.exec` changes nothing in it.

export const getBuiltinModule: (name: string) => any = process.getBuiltinModule;

// Not by `import`: the bundler's copy of a module asks each of its properties, and Node.js loads more modules for some.
const fs = process.getBuiltinModule('fs');
const path = process.getBuiltinModule('path');
const url = process.getBuiltinModule('url');

const { bind, call } = Function.prototype;

/** `f(self, ...)` for a method: a bound `call` looks nothing up when it runs. */
const uncurry = (method: (...args: any[]) => any): (self: any, ...args: any[]) => any => bind.call(call, method) as any;

export const { apply, construct, ownKeys } = Reflect;
export const { create, defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, keys: keysOf, preventExtensions, setPrototypeOf } = Object;
export const { isArray } = Array;
export const { parse, stringify } = JSON;
export const { now } = Date;
export const { nextTick } = process;
export const { accessSync, readFileSync, writeSync } = fs;
export const { basename, dirname, normalize } = path;
/** `path.join` of Node.js 22 asks the methods of lists that are there now. */
export const join = (folder: string, name: string): string => normalize(`${folder}/${name}`);
export const { fileURLToPath } = url;
const { cwd } = process;
const exec = uncurry(RegExp.prototype.exec);
export const has = uncurry(Object.prototype.hasOwnProperty);
export const includes: (text: string, part: string) => boolean = uncurry(String.prototype.includes);
export const indexOf: (text: string, part: string, from?: number) => number = uncurry(String.prototype.indexOf);
export const startsWith: (text: string, part: string) => boolean = uncurry(String.prototype.startsWith);
export const endsWith: (text: string, part: string) => boolean = uncurry(String.prototype.endsWith);
export const slice: (text: string, from: number, to?: number) => string = uncurry(String.prototype.slice);
export const lowerCase: (text: string) => string = uncurry(String.prototype.toLowerCase);
export const then: (promise: Promise<unknown>, done: () => void, failed: () => void) => Promise<unknown> = uncurry(Promise.prototype.then);
export const reject: (error: unknown) => Promise<never> = bind.call(Promise.reject, Promise) as any;
const { Uint8Array: Bytes } = globalThis;
export const isBytes = (value: unknown): value is Uint8Array => value instanceof Bytes;
export const lengthOf: (bytes: Uint8Array) => number = uncurry(getOwnPropertyDescriptor(getPrototypeOf(Bytes.prototype), 'length')!.get!);
const buffer = Buffer.prototype as any;
type Slice = (bytes: Uint8Array, from?: number, to?: number) => string;
type Write = (bytes: Uint8Array, text: string, from: number, length: number) => number;
/** Of any Uint8Array, without a Buffer made of it, and without the methods that `toString` would ask. */
export const utf8: Slice = uncurry(buffer.utf8Slice);
export const base64: Slice = uncurry(buffer.base64Slice);
export const latin1: Slice = uncurry(buffer.latin1Slice);
export const writeBase64: Write = uncurry(buffer.base64Write);
export const writeHex: Write = uncurry(buffer.hexWrite);
export const writeLatin1: Write = uncurry(buffer.latin1Write);
const writeUtf8: Write = uncurry(buffer.utf8Write);
export const subarray: (bytes: Uint8Array, from: number, to: number) => Uint8Array = uncurry(Bytes.prototype.subarray);
/** A text in UTF-8. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Bytes(text.length * 3);
  return subarray(bytes, 0, writeUtf8(bytes, text, 0, text.length * 3));
}
export const { isView } = ArrayBuffer;
export const { EvalError: EvalFault, TypeError: TypeFault, URL: Address, String: textOf } = globalThis;
export const split: (text: string, by: string) => string[] = uncurry(String.prototype.split);
/** Without the iterator that stands on the prototype of lists now. */
export function each<T>(list: readonly T[], run: (item: T, at: number) => void): void {
  for (let i = 0; i < list.length; i++) run(list[i], i);
}

export const matches = (pattern: RegExp, text: string): boolean => exec(pattern, text) !== null;
export const matchOf = (pattern: RegExp, text: string): RegExpExecArray | null => exec(pattern, text);

/** A path from the root, with its dots: `path.resolve` would ask the `process.cwd` that is there now. */
export const absolute = (given: string): string => (given[0] === '/' ? given : `${apply(cwd, process, [])}/${given}`);

/** What a path is by its letters, without dots and a slash at its end. */
export function resolve(given: string): string {
  const full = normalize(absolute(given));
  return full.length > 1 && endsWith(full, '/') ? slice(full, 0, -1) : full;
}

/** Each match of a pattern without the flag `g`. String.prototype.replace would call the `exec` that stands on the prototype now. */
export function replaceAll(text: string, pattern: RegExp, by: string): string {
  let left = '';
  let rest = text;
  for (let match = exec(pattern, rest); match !== null; match = exec(pattern, rest)) {
    left += slice(rest, 0, match.index) + by;
    rest = slice(rest, match.index + match[0].length);
  }
  return left + rest;
}

/** A set that is asked by functions of its own: nothing is added to it, and what is done to the prototype of sets changes nothing. */
export function namedSet<T extends string>(list: Iterable<T> = []): ReadonlySet<T> {
  const names = namesOf(list);
  const set = new Set(list);
  defineProperty(set, 'has', { value: (name: string) => names[name] === true });
  defineProperty(set, 'size', { value: set.size });
  return freeze(set);
}

/** A set of names that is asked without any method. */
export type Names = Record<string, true>;

export function namesOf(list: Iterable<string> = []): Names {
  const names: Names = create(null);
  for (const name of list) names[name] = true;
  return names;
}

/** Replaces a function by one that guards it, and keeps what hangs on it (`util.promisify.custom`, name and length). */
export function wrap(target: any, name: PropertyKey, guarded: (original: (...args: any[]) => any) => (this: any, ...args: any[]) => any): void {
  const original = target?.[name];
  if (typeof original !== 'function') return;
  const descriptor = getOwnPropertyDescriptor(target, name);
  const value = dressed(guarded(original), original);
  defineProperty(target, name, { configurable: true, enumerable: descriptor?.enumerable ?? false, writable: true, value });
}

/**
 * Replaces a class by a function that makes its instances: `extends`, `instanceof` and static members go on, and no prototype leads back to the class
 * itself. Not by a proxy: `util.inspect` with `showProxy` hands out what it stands for.
 */
export function wrapClass(target: any, name: string, check: (args: any[]) => any[]): void {
  const original = target?.[name];
  if (typeof original !== 'function') return;
  const guarded = dressed(function (this: any, ...args: any[]) {
    const checked = check(args);
    return new.target === undefined ? apply(original, this, checked) : construct(original, checked, new.target === guarded ? original : new.target);
  }, original);
  defineProperty(guarded, 'prototype', { configurable: false, enumerable: false, writable: false, value: original.prototype });
  setPrototypeOf(guarded, getPrototypeOf(original));
  if (original.prototype !== undefined && has(original.prototype, 'constructor')) {
    defineProperty(original.prototype, 'constructor', { configurable: true, writable: true, value: guarded });
  }
  const descriptor = getOwnPropertyDescriptor(target, name);
  if (descriptor === undefined || descriptor.configurable) {
    defineProperty(target, name, { configurable: true, enumerable: descriptor?.enumerable ?? false, writable: true, value: guarded });
  } else {target[name] = guarded;}
}

function dressed<T extends (...args: any[]) => any>(wrapper: T, original: any): T {
  each(ownKeys(original), (key) => {
    if (key !== 'prototype' && key !== 'arguments' && key !== 'caller') defineProperty(wrapper, key, getOwnPropertyDescriptor(original, key)!);
  });
  return wrapper;
}
