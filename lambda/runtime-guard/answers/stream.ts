import { apply, isBytes, slice, utf8 } from '../captured';
import { Blocked, type Guard } from '../shared';
import { clean } from './texts';
import { hasStack } from '../parts';

/** As much of what was written as a datum can begin in. */
const TAIL = 64;

interface AnswerStream {
  write(...args: any[]): any;
  end(...args: any[]): any;
  destroy(error?: Error): any;
}

/**
 * A streamed answer. What was written is gone, so that nothing can be masked: with `block`, the stream ends with an error before a part that holds
 * a stack or data of the masked kinds is written. A datum may be cut in two by parts: the end of the last one is read again.
 */
export function guardStream<T extends AnswerStream>(stream: T, guard: Guard): T {
  let tail = '';
  const check = (chunk: unknown): boolean => {
    if (typeof chunk !== 'string' && !isBytes(chunk)) return true;
    const text = tail + (typeof chunk === 'string' ? chunk : utf8(chunk));
    tail = slice(text, -TAIL);
    const stack = hasStack(text);
    if (stack) guard.report('stack-trace', 'in a streamed answer');
    const { kinds } = clean(text, guard.policy);
    if (kinds.length > 0) guard.report('data-in-answer', `${kinds.join(', ')} in a streamed answer`);
    if (!stack && kinds.length === 0) return true;
    tail = '';
    return guard.policy.mode !== 'block';
  };
  for (const name of ['write', 'end'] as const) {
    const original = stream[name].bind(stream);
    const { destroy } = stream;
    stream[name] = ((...args: unknown[]) => {
      if (check(args[0])) return apply(original, undefined, args);
      apply(destroy, stream, [new Blocked('data-in-answer', 'a streamed answer')]);
      return false;
    }) as T[typeof name];
  }
  return stream;
}
