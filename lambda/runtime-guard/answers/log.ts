import type { Guard } from '../shared';
import { clean } from './texts';

const { format } = process.getBuiltinModule('util');
const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

/**
 * Masks what goes through the console, which Lambda's runtime made its own before this runs, and through the standard streams, to which loggers
 * write. What holds no data of the masked kinds goes on untouched.
 */
export function maskLogs(guard: Guard, target: Console = console): void {
  if (guard.policy.kinds.size === 0) return;
  for (const method of METHODS) {
    const original = target[method].bind(target);
    target[method] = (...args: unknown[]) => original(...cleanArguments(args, guard));
  }
  for (const name of ['stdout', 'stderr'] as const) {
    atFirstUse(name, (stream) => {
      const original = stream.write.bind(stream);
      stream.write = ((chunk: unknown, ...rest: any[]) => original(cleanChunk(chunk, guard) as string, ...rest)) as typeof stream.write;
    });
  }
}

/** Node.js makes the standard streams when they are first asked for: Lambda writes its log without them, and most functions do too. */
function atFirstUse(name: 'stdout' | 'stderr', change: (stream: NodeJS.WriteStream) => void): void {
  const { get, configurable, enumerable } = Object.getOwnPropertyDescriptor(process, name) ?? {};
  if (get === undefined || !configurable) return change(process[name]);
  let stream: NodeJS.WriteStream | undefined;
  Object.defineProperty(process, name, {
    configurable,
    enumerable,
    get: () => {
      if (stream === undefined) {
        stream = Reflect.apply(get, process, []) as NodeJS.WriteStream;
        change(stream);
      }
      return stream;
    },
  });
}

function cleanArguments(args: unknown[], guard: Guard): unknown[] {
  const { text, kinds } = clean(args.length === 1 && typeof args[0] === 'string' ? args[0] : format(...args), guard.policy);
  if (kinds.length === 0) return args;
  guard.report('data-in-log', kinds.join(', '));
  return args.length === 1 && isRecord(args[0]) ? [cleanRecord(args[0], text, guard)] : [text];
}

/** With the log format JSON, Lambda writes an object as JSON: it stays an object where its masked text still is one. */
function cleanRecord(record: object, text: string, { policy }: Guard): unknown {
  try {
    return JSON.parse(clean(JSON.stringify(record), policy).text);
  } catch {
    return text;
  }
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null && !(value instanceof Error) && Object.getPrototypeOf(value) === Object.prototype;

function cleanChunk(chunk: unknown, guard: Guard): unknown {
  if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return chunk;
  const { text, kinds } = clean(typeof chunk === 'string' ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('utf8'), guard.policy);
  return kinds.length === 0 ? chunk : text;
}
