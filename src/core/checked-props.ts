import { Token } from 'aws-cdk-lib';
import { ZeroTrustError } from './errors';
import { KNOWN_PROPS } from './known-props';

/**
 * Throws for a prop that a struct, or a struct within it, does not have: plain JavaScript, a spread and `as any` would drop it in silence. Props that are
 * left undefined pass, and so do those that a subclass has besides.
 *
 * @param exact whether the class itself is made, and no subclass; true for methods
 * @param path of the construct, or the name of the class that has the method
 * @param refused prop of a CDK construct → why it is none here, and what to use; thrown for subclasses as well
 */
export function checkProps(exact: boolean, struct: string, path: string, props: object = {}, refused: Record<string, string> = {}): void {
  const known = propsOf(struct);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined) continue;
    if (known.has(name)) {
      checkWithin(known.get(name), path, value);
      continue;
    }
    if (Object.hasOwn(refused, name)) {
      throw new ZeroTrustError(path, 'RefusedProp', `'${name}' is no prop of ${struct}.`, refused[name]);
    }
    if (!exact) continue;
    throw new ZeroTrustError(path, 'UnknownProp', `'${name}' is no prop of ${struct}, and would do nothing.`, `${nearest(name, [...known.keys()])}.`);
  }
}

/** The struct of a prop, each of a list of them, or each value of a map. Objects of a class are what they are. */
function checkWithin(struct: string | undefined, path: string, value: unknown): void {
  if (!struct || typeof value !== 'object' || value === null || Token.isUnresolved(value)) return;
  if (Array.isArray(value)) return value.forEach((one) => checkWithin(struct, path, one));
  if (![Object.prototype, null].includes(Object.getPrototypeOf(value))) return;
  if (struct.endsWith('{}')) return Object.values(value).forEach((one) => checkWithin(struct.slice(0, -2), path, one));
  checkProps(true, struct, path, value);
}

/** Prop → struct. */
function propsOf(struct: string): Map<string, string | undefined> {
  let props = parsed.get(struct);
  if (!props) {
    props = new Map(KNOWN_PROPS[struct].split(' ').map((prop) => prop.split(':')).map(([name, within]) => [name, within]));
    parsed.set(struct, props);
  }
  return props;
}

const parsed = new Map<string, Map<string, string | undefined>>();

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
