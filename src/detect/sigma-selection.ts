import { isIP, isIPv6 } from 'node:net';
import { isMap, isScalar, isSeq, Node, YAMLMap } from 'yaml';
import { Condition, Line, MAX_TEXT, Operator } from './event-match';
import type { SigmaFile } from './sigma-error';
import { tooCostly } from '../compute/pattern-cost';

const OPERATORS: Operator[] = ['contains', 'startswith', 'endswith', 're', 'cidr', 'exists'];
const MODIFIERS = [...OPERATORS, 'all', 'expand'];

/**
 * Compiles a Sigma selection: a map, of which each line has to hold, or a list of maps, of which one has to.
 *
 * Source: Sigma rules specification 2.1, "Detection", and its appendix of modifiers.
 */
export function compileSelection(file: SigmaFile, at: Node): Condition {
  if (isMap(at)) return lines(file, at);
  if (isSeq(at) && at.items.length > 0 && at.items.every((one) => isMap(one))) return { any: at.items.map((one) => lines(file, one as YAMLMap)) };
  throw file.error(at, 'BadSelection', 'a selection is neither a map nor a list of maps.', 'name the fields: keywords over the whole event are not supported.');
}

function lines(file: SigmaFile, map: YAMLMap): Condition {
  if (map.items.length === 0) throw file.error(map, 'BadSelection', 'a selection is empty.', 'name at least one field.');
  return { all: map.items.map(({ key, value }) => ({ line: line(file, key as Node, value as Node) })) };
}

function line(file: SigmaFile, key: Node, value: Node): Line {
  const text = isScalar(key) ? String(key.value) : '';
  const [field, ...modifiers] = text.split('|');
  if (!/^[\w$-]+(\.[\w$-]+)*$/.test(field)) throw file.error(key, 'BadField', `"${text}" is no field.`, 'use names with dots between, and modifiers after |.');
  const unknown = modifiers.find((one) => !MODIFIERS.includes(one));
  if (unknown !== undefined) throw file.error(key, 'UnsupportedModifier', `the modifier ${unknown} is not supported.`, `use ${MODIFIERS.join(', ')}.`);
  const operators = modifiers.filter((one) => (OPERATORS as string[]).includes(one));
  if (operators.length > 1 || new Set(modifiers).size < modifiers.length) {
    throw file.error(key, 'UnsupportedModifier', `the modifiers ${modifiers.join(', ')} do not go together.`, 'use one of them.');
  }
  const operator = (operators[0] ?? 'equals') as Operator;
  const given = isSeq(value) ? value.items as Node[] : [value];
  if (given.length === 0) throw file.error(value ?? key, 'BadValue', `${field} has no value.`, 'give it one.');
  const values = given.map((one) => literal(file, one ?? key, operator));
  const every = modifiers.includes('all') ? { every: true } : {};
  if (!modifiers.includes('expand')) return { field, operator, values, ...every };
  const name = values.length === 1 ? /^%(\w+)%$/.exec(String(values[0]))?.[1] : undefined;
  if (name === undefined || operator === 're' || operator === 'exists') {
    throw file.error(value, 'BadValue', 'expand does not name one parameter.', "write '%name%', without re and exists.");
  }
  return { field, operator, values: [], parameter: name, ...every };
}

function literal(file: SigmaFile, at: Node, operator: Operator): string | number | boolean | null {
  const value = isScalar(at) ? at.value : undefined;
  const refuse = (what: string, remediation: string) => file.error(at, 'BadValue', what, remediation);
  if (operator === 'exists') {
    if (typeof value !== 'boolean') throw refuse('exists takes true or false.', 'write true or false.');
    return value;
  }
  if (value === null && operator === 'equals') return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string' || value === '') throw refuse('a value is no text, number, boolean or null.', 'write one, or exists to ask for the field alone.');
  if (operator === 're') return regex(file, at, value);
  if (operator === 'cidr') return cidr(file, at, value);
  if (/(^|[^\\])(\\\\)*[*?]/.test(value)) {
    throw refuse('wildcards in values are not supported.', 'use contains, startswith or endswith; for the character itself write \\* or \\?.');
  }
  return value.replace(/\\([*?\\])/g, '$1');
}

function regex(file: SigmaFile, at: Node, source: string): string {
  try {
    new RegExp(source, 'u');
  } catch {
    throw file.error(at, 'BadPattern', 'the pattern is no regular expression.', 'use the syntax of JavaScript with the flag u.');
  }
  const why = tooCostly(source, MAX_TEXT);
  if (why !== undefined) {
    throw file.error(at, 'CostlyPattern', `the pattern ${why}, and attackers choose the text.`,
      'anchor it, and let no repetition hold another one, or stand beside one, that takes the same text.');
  }
  return source;
}

function cidr(file: SigmaFile, at: Node, value: string): string {
  const [address, prefix, ...rest] = value.split('/');
  const most = isIPv6(address) ? 128 : 32;
  if (isIP(address) === 0 || rest.length > 0 || !/^\d{1,3}$/.test(prefix ?? '') || Number(prefix) > most) {
    throw file.error(at, 'BadValue', `"${value}" is no range of addresses.`, 'write it as 203.0.113.0/24 or 2001:db8::/32.');
  }
  return value;
}
