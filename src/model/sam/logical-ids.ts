import { createHash } from 'crypto';
import { isObject } from '../json';

const HASH_LENGTH = 10;

/** How SAM makes an id change with what it is for: a prefix, and ten digits of a hash of the data. Nothing to hash gives the prefix. */
export function hashedId(prefix: string, data?: unknown): string {
  const text = typeof data === 'string' ? data : data === undefined || data === null ? '' : canonicalJson(data);
  return text === '' ? prefix : prefix + createHash('sha1').update(text).digest('hex').slice(0, HASH_LENGTH);
}

export function isAlphanumeric(text: string): boolean {
  return /^[\p{L}\p{N}]+$/u.test(text);
}

/** As Python's `json.dumps` writes it with sorted keys and without spaces, so that ids are those of the deployed stack. */
export function canonicalJson(json: unknown): string {
  try {
    const text = JSON.stringify(json, (_key, value) => (isObject(value) ? sorted(value) : value)) ?? '';
    return text.replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  } catch {
    return ''; // deeper than the call stack
  }
}

function sorted(object: object): object {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
