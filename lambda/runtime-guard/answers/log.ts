import { apply, defineProperty, each, getOwnPropertyDescriptor, isBytes, parse, split, stringify, utf8 } from '../captured';
import type { Guard } from '../shared';
import { maskDescriptors } from './descriptors';
import { clean } from './texts';
import { maskWritten } from './written';

const { format } = process.getBuiltinModule('util');
const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

/**
 * Masks what goes through the console, which Lambda's runtime made its own before this runs, and through the standard streams, to which loggers
 * write. What holds no data of the masked kinds goes on untouched.
 */
export function maskLogs(guard: Guard, target: Console = console): void {
  if (guard.policy.kinds.size === 0) return;
  const isJson = process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON';
  for (const method of METHODS) {
    const original = target[method].bind(target);
    target[method] = (...args: unknown[]) => apply(original, undefined, cleanArguments(args, guard, isJson));
  }
  for (const name of ['stdout', 'stderr'] as const) {
    atFirstUse(name, (stream) => {
      const original = stream.write.bind(stream);
      stream.write = ((...args: any[]) => {
        args[0] = cleanChunk(args[0], guard);
        return apply(original, undefined, args);
      }) as typeof stream.write;
      maskHandle((stream as any)._handle, guard);
    });
  }
  if (target === console) maskDescriptors(guard);
}

/** Beneath a stream that is a pipe: what the stream itself writes is masked by then, and stays as it is. */
function maskHandle(handle: any, guard: Guard): void {
  if (typeof handle !== 'object' || handle === null) return;
  each(['writeUtf8String', 'writeLatin1String', 'writeAsciiString', 'writeBuffer'], (name) => {
    const original = handle[name];
    if (typeof original !== 'function') return;
    handle[name] = (...args: unknown[]) => {
      const masked = maskWritten(args[1], guard);
      if (masked !== undefined) args[1] = name === 'writeBuffer' ? masked.bytes : masked.text;
      return apply(original, handle, args);
    };
  });
}

/** Node.js makes the standard streams when they are first asked for: Lambda writes its log without them, and most functions do too. */
function atFirstUse(name: 'stdout' | 'stderr', change: (stream: NodeJS.WriteStream) => void): void {
  const { get, configurable, enumerable } = getOwnPropertyDescriptor(process, name) ?? {};
  if (get === undefined || !configurable) return change(process[name]);
  let stream: NodeJS.WriteStream | undefined;
  defineProperty(process, name, {
    configurable,
    enumerable,
    get: () => {
      if (stream === undefined) {
        stream = apply(get, process, []) as NodeJS.WriteStream;
        change(stream);
      }
      return stream;
    },
  });
}

function cleanArguments(args: unknown[], guard: Guard, isJson: boolean): unknown[] {
  const json = isJson && args.length === 1 && typeof args[0] === 'object' && args[0] !== null ? jsonOf(args[0]) : undefined;
  const { text, kinds } = clean(json ?? (args.length === 1 && typeof args[0] === 'string' ? args[0] : apply(format, undefined, args) as string), guard.policy);
  if (kinds.length === 0) return args;
  guard.report('data-in-log', kinds.join(', '));
  return [json === undefined ? text : parsed(text)];
}

/** With the log format JSON, Lambda writes one object as JSON, to any depth and with errors as they are here; `format` stops at the third. */
function jsonOf(value: object): string | undefined {
  try {
    return stringify(value, (_, held) => (held instanceof Error ? { errorType: held.constructor?.name, errorMessage: held.message, stackTrace: typeof held.stack === 'string' ? split(held.stack, '\n') : undefined, ...held } : held));
  } catch {
    return undefined; // Lambda formats it as a text then
  }
}

/** It stays an object where its masked text still is one. */
function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return text;
  }
}

function cleanChunk(chunk: unknown, guard: Guard): unknown {
  if (typeof chunk !== 'string' && !isBytes(chunk)) return chunk;
  const { text, kinds } = clean(typeof chunk === 'string' ? chunk : utf8(chunk), guard.policy);
  return kinds.length === 0 ? chunk : text;
}
