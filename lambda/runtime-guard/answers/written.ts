import { bytesOf, each, isArray, isView, lengthOf, utf8 } from '../captured';
import type { Guard } from '../shared';
import { clean } from './texts';

/** The descriptors of the log. */
export const isLogged = (descriptor: unknown): boolean => descriptor === 1 || descriptor === 2;

interface Written {
  readonly text: string;
  readonly bytes: Uint8Array;
  /** How many bytes the whole had. */
  readonly length: number;
}

/** What is to be written in place of a text, bytes or a list of bytes; undefined where it holds no data of the masked kinds. */
export function maskWritten(given: unknown, guard: Guard): Written | undefined {
  const whole = textOf(given);
  if (whole === undefined) return undefined;
  const { text, kinds } = clean(whole, guard.policy);
  if (kinds.length === 0) return undefined;
  guard.report('data-in-log', kinds.join(', '));
  return { text, bytes: bytesOf(text), length: lengthOf(bytesOf(whole)) };
}

function textOf(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  if (isView(given)) return utf8(given as Uint8Array);
  if (!isArray(given)) return undefined;
  let text = '';
  each(given, (part) => { text += textOf(part) ?? ''; });
  return text;
}
