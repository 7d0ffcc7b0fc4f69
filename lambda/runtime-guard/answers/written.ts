import type { Guard } from '../shared';
import { clean } from './texts';

/** The descriptors of the log. */
export const isLogged = (descriptor: unknown): boolean => descriptor === 1 || descriptor === 2;

/** What is to be written in place of a text, bytes or a list of bytes, and how long that was; undefined where it holds no data of the masked kinds. */
export function maskWritten(given: unknown, guard: Guard): { readonly bytes: Buffer; readonly length: number } | undefined {
  const text = textOf(given);
  if (text === undefined) return undefined;
  const { text: masked, kinds } = clean(text, guard.policy);
  if (kinds.length === 0) return undefined;
  guard.report('data-in-log', kinds.join(', '));
  return { bytes: Buffer.from(masked), length: Buffer.byteLength(text) };
}

function textOf(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  if (ArrayBuffer.isView(given)) return Buffer.from(given.buffer, given.byteOffset, given.byteLength).toString('utf8');
  return Array.isArray(given) ? given.map((part) => textOf(part) ?? '').join('') : undefined;
}
