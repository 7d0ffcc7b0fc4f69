import { ZeroTrustError } from './errors';
import { KNOWN_PROPS } from './known-props';

/**
 * Throws for a prop that a struct does not have: plain JavaScript, a spread and `as any` would drop it in silence. Props that are left
 * undefined pass, and so do those that a subclass has besides.
 *
 * @param exact whether the class itself is made, and no subclass
 * @param refused prop of a CDK construct → why it is none here, and what to use; thrown for subclasses as well
 */
export function checkProps(exact: boolean, struct: string, path: string, props: object = {}, refused: Record<string, string> = {}): void {
  const known = KNOWN_PROPS[struct].split(' ');
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || known.includes(name)) continue;
    if (Object.hasOwn(refused, name)) {
      throw new ZeroTrustError(path, 'RefusedProp', `'${name}' is no prop of ${struct}.`, refused[name]);
    }
    if (exact) throw new ZeroTrustError(path, 'UnknownProp', `'${name}' is no prop of ${struct}, and would do nothing.`, `${nearest(name, known)}.`);
  }
}

function nearest(name: string, known: string[]): string {
  const close = known.filter((one) => isClose(one.toLowerCase(), name.toLowerCase()));
  return close.length > 0 ? `leave it out, or write ${close.join(' or ')}` : `leave it out, or use one of ${known.join(', ')}`;
}

/** One name within the other, or the same but for two letters. */
function isClose(a: string, b: string): boolean {
  return a.includes(b) || b.includes(a) || distance(a, b) <= 2;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
}
