import { createHash } from 'crypto';
import { ProofError } from './proof-error';

/** Deeper input is no template. */
const MAX_DEPTH = 500;
/** Strings of JSON, with the colon that follows keys. */
const STRINGS = /"(?:[^"\\]|\\.)*"(\s*:)?/g;
const NUMBERS = /-?\d[\d.eE+-]*/g;

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * The digest by which a template is attested, in hexadecimal. Of JSON it is that of a canonical form (sorted keys, no white space), because the
 * CDK CLI may write a template anew on its way to CloudFormation. Of anything else it is that of the bytes: readers of YAML differ, and two that
 * disagree would let through what was not judged.
 *
 * Throws a `ProofError` for JSON whose meaning depends on its reader: keys that repeat, numbers that JavaScript cannot hold or would write otherwise.
 */
export function templateDigest(text: string, name = 'template'): string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return sha256(text);
  }
  const keys = { count: 0 };
  const canonical = canonicalJson(json, name, keys);
  const written = [...text.matchAll(STRINGS)].filter(([, colon]) => colon !== undefined).length;
  if (written !== keys.count) throw new ProofError(name, 'RepeatedKey', 'a key is in one object twice, so readers differ on what it is.', 'write each key once.');
  // CloudFormation compares 1.0 and 1 as the texts that they are
  const number = text.replace(STRINGS, '').match(NUMBERS)?.find((one) => String(Number(one)) !== one);
  if (number !== undefined) throw new ProofError(name, 'UnsafeNumber', `readers write ${number.slice(0, 40)} differently.`, 'write it without needless digits, or as a string.');
  return sha256(canonical);
}

function canonicalJson(json: unknown, name: string, keys: { count: number }, depth = 0): string {
  if (depth > MAX_DEPTH) throw new ProofError(name, 'TooDeep', `it is nested more than ${MAX_DEPTH} levels deep.`, 'name a CloudFormation template.');
  if (typeof json === 'number' && (!Number.isFinite(json) || Number.isInteger(json) && !Number.isSafeInteger(json))) {
    throw new ProofError(name, 'UnsafeNumber', 'it has a number that readers round differently.', 'write the number as a string.');
  }
  if (typeof json !== 'object' || json === null) return JSON.stringify(json);
  const inner = (value: unknown) => canonicalJson(value, name, keys, depth + 1);
  if (Array.isArray(json)) return `[${json.map(inner).join(',')}]`;
  const entries = Object.keys(json).sort().map((key) => `${JSON.stringify(key)}:${inner((json as Record<string, unknown>)[key])}`);
  keys.count += entries.length;
  return `{${entries.join(',')}}`;
}
