import { Token } from 'aws-cdk-lib';
import { ZeroTrustError } from '../core/errors';

/** A JSON schema, as plain data. */
export type Schema = Record<string, any>;

/** Keywords that hold schemas for what is inside the value: one, a list, or one for each name. */
const INSIDE = new Set(['additionalItems', 'additionalProperties', 'contains', 'items', 'prefixItems', 'unevaluatedItems', 'unevaluatedProperties']);
const INSIDE_BY_NAME = new Set(['patternProperties', 'properties']);
/** Keywords that hold schemas for the value itself. */
const BESIDE = new Set(['allOf', 'anyOf', 'else', 'oneOf', 'then']);
const BESIDE_BY_NAME = new Set(['dependencies', 'dependentSchemas']);
const REFERENCES = ['$dynamicRef', '$ref'];
/** Keywords that hold conditions: to close an object there would refuse less, or something else. */
const CONDITIONS = new Set(['if', 'not', 'propertyNames']);
/** Keywords that hold schemas for others to refer to. */
const DEFINITIONS = new Set(['$defs', 'definitions']);

/** What a schema is for, where it stands. */
enum Place {
  /** It describes a value of its own: an object there is closed. */
  VALUE,
  /** It describes part of a value, or is referred to: who puts it together closes the object. */
  PART,
  /** It asks a question. */
  CONDITION,
}

/**
 * The same schema, in which every object refuses the properties that nothing in it names, at any depth, unless it says
 * `additionalProperties` or `unevaluatedProperties` itself. An object that is put together of several schemas, by reference or
 * by `allOf` and its like, is closed around all of them.
 */
export function closed(schema: Schema): Schema {
  return close(schema, Place.VALUE) as Schema;
}

/** Calls back for a schema and every schema in it, with its place as a JSON pointer. */
export function eachSchema(schema: Schema, visit: (one: Schema, pointer: string) => void, pointer: string = '#'): void {
  visit(schema, pointer);
  mapSchemas(schema, (one, _place, step) => {
    if (isSchema(one)) eachSchema(one, visit, `${pointer}/${step}`);
    return one;
  });
}

/**
 * The schema as plain data of its own. Throws `BadEventSchema` for what JSON cannot hold, and for values that are not known before
 * deployment: a validator is made now.
 */
export function plainSchema(path: string, schema: Schema): Schema {
  const bad = (what: string) => new ZeroTrustError(path, 'BadEventSchema', `the event schema ${what}.`, 'pass a JSON schema as plain data.');
  let text: string | undefined;
  try {
    text = JSON.stringify(schema);
  } catch {
    throw bad('holds itself, or what JSON cannot hold');
  }
  if (Token.isUnresolved(text)) throw bad('holds a value that is not known before deployment');
  const plain = text === undefined ? undefined : JSON.parse(text);
  if (!isSchema(plain)) throw bad('is no object');
  return plain;
}

function close(given: unknown, place: Place): unknown {
  if (!isSchema(given)) return given;
  const schema = mapSchemas(given, (one, below) => close(one, place === Place.CONDITION ? place : below));
  const says = 'additionalProperties' in schema || 'unevaluatedProperties' in schema;
  if (place !== Place.VALUE || says || !mayBeObject(schema)) return schema;
  return { ...schema, [isComposed(schema) ? 'unevaluatedProperties' : 'additionalProperties']: false };
}

/** The schema with each schema directly in it mapped. */
function mapSchemas(schema: Schema, map: (one: unknown, place: Place, step: string) => unknown): Schema {
  const list = (value: unknown, place: Place, step: string): unknown =>
    (Array.isArray(value) ? value.map((one, index) => map(one, place, `${step}/${index}`)) : map(value, place, step));
  const byName = (value: unknown, place: Place, step: string): unknown => (isSchema(value)
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, Array.isArray(one) ? one : map(one, place, `${step}/${escaped(name)}`)]))
    : value);
  return Object.fromEntries(Object.entries(schema).map(([keyword, value]) => {
    if (INSIDE.has(keyword)) return [keyword, list(value, Place.VALUE, keyword)];
    if (INSIDE_BY_NAME.has(keyword)) return [keyword, byName(value, Place.VALUE, keyword)];
    if (BESIDE.has(keyword)) return [keyword, list(value, Place.PART, keyword)];
    if (BESIDE_BY_NAME.has(keyword) || DEFINITIONS.has(keyword)) return [keyword, byName(value, Place.PART, keyword)];
    if (CONDITIONS.has(keyword)) return [keyword, map(value, Place.CONDITION, keyword)];
    return [keyword, value];
  }));
}

function mayBeObject(schema: Schema): boolean {
  const types: unknown[] = [schema.type ?? []].flat();
  if (types.length > 0) return types.includes('object');
  return [...INSIDE_BY_NAME].some((keyword) => keyword in schema) || isComposed(schema);
}

function isComposed(schema: Schema): boolean {
  return [...BESIDE, ...BESIDE_BY_NAME, ...REFERENCES, 'if'].some((keyword) => keyword in schema);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name as JSON pointers write it. */
function escaped(name: string): string {
  return name.replace(/~/g, '~0').replace(/\//g, '~1');
}
