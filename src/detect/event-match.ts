import { BlockList, isIP, isIPv6 } from 'node:net';

/** How a value of an event is compared. Texts compare without case, as Sigma says. */
export type Operator = 'equals' | 'contains' | 'startswith' | 'endswith' | 're' | 'cidr' | 'exists';

/** One line of a selection. A value `null` of `equals` holds where the field is absent. */
export interface Line {
  readonly field: string;
  readonly operator: Operator;
  readonly values: (string | number | boolean | null)[];
  /** Each value has to hold, and not only one. */
  readonly every?: boolean;
  /** A parameter that gives the values, in place of `values`. */
  readonly parameter?: string;
}

/** A condition, compiled: JSON, so that it travels in the code of a function. */
export type Condition = { readonly all: Condition[] } | { readonly any: Condition[] } | { readonly not: Condition } | { readonly line: Line };

/** Values that a deployment gives, by the name of the parameter. */
export type Parameters = Record<string, string[]>;

/** Beyond, a text is cut: nothing in an event of EventBridge that is compared is longer, but for what an attacker pads. */
export const MAX_TEXT = 4096;

/** Whether an event fits. Takes time in proportion to the event: patterns are linear, which the parser proves. */
export function matches(condition: Condition, event: unknown, parameters: Parameters = {}): boolean {
  if ('all' in condition) return condition.all.every((one) => matches(one, event, parameters));
  if ('any' in condition) return condition.any.some((one) => matches(one, event, parameters));
  if ('not' in condition) return !matches(condition.not, event, parameters);
  return holds(condition.line, valuesAt(event, condition.line.field.split('.')), parameters);
}

function holds({ operator, values, every, parameter }: Line, found: unknown[], parameters: Parameters): boolean {
  if (operator === 'exists') return (found.length > 0) === values[0];
  const wanted = parameter === undefined ? values : parameters[parameter] ?? [];
  const one = (value: string | number | boolean | null) => (
    value === null ? found.length === 0 : found.some((each) => compare(operator, each, value)));
  return every ? wanted.every(one) : wanted.some(one);
}

/** All values at a path. A list on the way stands for each of its elements; `null` and an empty list count as absent. */
export function valuesAt(event: unknown, path: string[]): unknown[] {
  let at: unknown[] = elements(event);
  for (const key of path) at = at.flatMap((one) => (isRecord(one) && Object.hasOwn(one, key) ? elements(one[key]) : []));
  return at;
}

function elements(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(elements);
  return value === undefined || value === null ? [] : [value];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function compare(operator: Operator, found: unknown, value: string | number | boolean): boolean {
  if (typeof found === 'object') return false;
  const text = String(found).slice(0, MAX_TEXT);
  if (operator === 're') return pattern(String(value)).test(text);
  if (operator === 'cidr') return range(String(value)).check(text);
  const [has, wants] = [text.toLowerCase(), String(value).toLowerCase()];
  switch (operator) {
    case 'contains': return has.includes(wants);
    case 'startswith': return has.startsWith(wants);
    case 'endswith': return has.endsWith(wants);
    default: return has === wants;
  }
}

const patterns = new Map<string, RegExp>();
function pattern(source: string): RegExp {
  const made = patterns.get(source) ?? new RegExp(source, 'u');
  patterns.set(source, made);
  return made;
}

interface Range {
  check(address: string): boolean;
}

const ranges = new Map<string, Range>();
function range(cidr: string): Range {
  const known = ranges.get(cidr);
  if (known) return known;
  const [address, prefix] = cidr.split('/');
  const list = new BlockList();
  list.addSubnet(address, Number(prefix), isIPv6(address) ? 'ipv6' : 'ipv4');
  const made = { check: (one: string) => isIP(one) !== 0 && list.check(one, isIPv6(one) ? 'ipv6' : 'ipv4') };
  ranges.set(cidr, made);
  return made;
}
