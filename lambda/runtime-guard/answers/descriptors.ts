import { fs, Module } from '../builtins';
import { apply, isBytes, lengthOf, subarray, wrap } from '../captured';
import { isLogged, maskWritten } from './written';
import type { Guard } from '../shared';

/**
 * Masks what code writes to the log by its descriptor, past the console and the streams: `fs.writeSync(1, …)` and its kin. A caller is told that all it gave was
 * written, as it would write the rest again otherwise.
 */
export function maskDescriptors(guard: Guard): void {
  for (const name of ['writeSync', 'writevSync', 'write', 'writev'] as const) {
    wrap(fs, name, (original) => function (this: any, ...args: any[]) {
      const masked = isLogged(args[0]) ? maskWritten(partOf(args), guard) : undefined;
      if (masked === undefined) return apply(original, this, args);
      const done = args[args.length - 1];
      if (typeof done !== 'function') {
        apply(original, this, [args[0], name === 'writevSync' ? [masked.bytes] : masked.bytes]);
        return masked.length;
      }
      const called = (error: unknown) => done(error, masked.length, args[1]);
      return apply(original, this, [args[0], name === 'writev' ? [masked.bytes] : masked.bytes, called]);
    });
  }
  for (const name of ['writeFileSync', 'appendFileSync', 'writeFile', 'appendFile'] as const) {
    wrap(fs, name, (original) => function (this: any, ...args: any[]) {
      const masked = isLogged(args[0]) ? maskWritten(args[1], guard) : undefined;
      if (masked !== undefined) args[1] = masked.bytes;
      return apply(original, this, args);
    });
  }
  Module.syncBuiltinESMExports();
}

/** The part of a buffer that a call names, as `(fd, buffer, offset, length)` or by an object. */
function partOf(args: any[]): unknown {
  const data = args[1];
  if (!isBytes(data)) return data;
  const { offset, length } = typeof args[2] === 'object' && args[2] !== null ? args[2] : { offset: args[2], length: args[3] };
  const from = typeof offset === 'number' ? offset : 0;
  return subarray(data, from, typeof length === 'number' ? from + length : lengthOf(data));
}
