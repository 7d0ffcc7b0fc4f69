import { Draft } from './intrinsics';
import { isObject } from '../json';

/** Deeper parts are shared with the template, and never changed. */
const MAX_DEPTH = 40;

/** A copy that may be changed. Its maps have no prototype: a key like `__proto__` is one like any other. */
export function draftOf(json: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) return json;
  if (Array.isArray(json)) return json.map((item) => draftOf(item, depth + 1));
  if (!isObject(json)) return json;
  const copy: Draft = emptyDraft();
  for (const key of Object.keys(json)) copy[key] = draftOf(json[key], depth + 1);
  return copy;
}

export function emptyDraft(properties: Draft = {}): Draft {
  return Object.assign(Object.create(null), properties);
}

/** The map at a key, which is made when there is none. `undefined` when something else is there. */
export function mapIn(holder: Draft, key: string): Draft | undefined {
  const there = holder[key] ??= emptyDraft();
  return isObject(there) ? there : undefined;
}
