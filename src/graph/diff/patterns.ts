import { isObject } from '../../model/json';

const MAX_DEPTH = 40;

/**
 * Whether all that one event pattern lets through, another one lets through too: it asks for each field that the other one asks for, and for no
 * other values of it. Not sure is no.
 */
export function isNarrowerPattern(narrow: unknown, wide: unknown, depth = 0): boolean {
  const [one, other] = [parsed(narrow), parsed(wide)];
  if (JSON.stringify(one) === JSON.stringify(other)) return true;
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(one) && Array.isArray(other)) {
    const allowed = new Set(other.map((value) => JSON.stringify(value)));
    return one.every((value) => allowed.has(JSON.stringify(value)));
  }
  // of the alternatives of $or, each counts for itself: only the same ones are surely no more
  if (!isObject(one) || !isObject(other)) return false;
  return Object.keys(other).every((key) => Object.hasOwn(one, key)
    && (key.startsWith('$') ? JSON.stringify(one[key]) === JSON.stringify(other[key]) : isNarrowerPattern(one[key], other[key], depth + 1)));
}

/** Lambda takes its patterns as text. */
function parsed(pattern: unknown): unknown {
  if (typeof pattern !== 'string') return pattern;
  try {
    return JSON.parse(pattern);
  } catch {
    return pattern;
  }
}
