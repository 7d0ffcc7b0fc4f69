import { createRequire } from 'module';
import type { Ajv, Options } from 'ajv';
import { closed, eachSchema, plainSchema, Schema } from './event-schema';
import { tooCostly } from './pattern-cost';
import { ZeroTrustError } from '../core/errors';

/**
 * Formats that a schema may ask for, by their form and not their meaning: 30 February is refused, 29 February is not looked up
 * in a calendar. Each takes time in proportion to the text.
 *
 * Source: RFC 3339, RFC 9562, RFC 3986, RFC 5321.
 */
const DATE = '\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|[12]\\d))';
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d{1,9})?(?:[zZ]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)';
const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const FORMATS: Record<string, RegExp> = {
  'date': new RegExp(`^${DATE}$`),
  'date-time': new RegExp(`^${DATE}[tT]${TIME}$`),
  'email': /^[^\s@"(),:;<>[\\\]]{1,64}@[a-zA-Z\d](?:[a-zA-Z\d.-]{0,251}[a-zA-Z\d])?$/,
  'ipv4': new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`),
  'time': new RegExp(`^${TIME}$`),
  'uri': /^[a-zA-Z][a-zA-Z\d+.-]*:[^\s<>"{}|\\^`]+$/,
  'uuid': /^[\da-fA-F]{8}-(?:[\da-fA-F]{4}-){3}[\da-fA-F]{12}$/,
};

/** ajv is read when a schema is: most apps have none. */
const load = createRequire(__filename);

const DRAFT_07 = /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/;
const DRAFT_2020_12 = /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;
/** Of a schema that was compiled as it was written: it is not held against its dialect once more. */
const CHECKED_BEFORE: Options = { meta: false, strictTuples: false, strictTypes: false, validateSchema: false };
/** What the compiled schema is known by; a schema may have an `$id` of its own. */
const KEY = 'event';

/**
 * Code of a validator for a schema whose objects are closed: the body of a CommonJS module that exports `validate`. It generates
 * no code when it runs.
 *
 * Throws `BadEventSchema` for what is no schema of draft-07 or 2020-12 in ajv's strict mode, such as a keyword or format that is
 * not known; `UnboundedEventSchema` for a keyword whose check could take very long without a bound, and `CostlyEventSchema` for a pattern
 * that could within its bound.
 */
export function validatorCode(path: string, given: Schema): string {
  const schema = plainSchema(path, given);
  const bad = (what: string, fix: string) => new ZeroTrustError(path, 'BadEventSchema', `in the event schema, ${what}.`, fix);
  const strict = strictAjvFor(schema);
  if (!strict) throw bad('$schema names no dialect that is known here', 'use draft-07 or 2020-12, or leave $schema out for 2020-12.');
  eachSchema(schema, (one, pointer) => {
    if (one.$async !== undefined) throw bad(`${pointer}/$async asks for a check that waits`, 'leave it out.');
    checkBounds(path, one, pointer);
    const unknown = Object.keys(one).find((keyword) => !strict.RULES.keywords[keyword]);
    if (unknown !== undefined) throw bad(`${pointer}/${unknown} is no keyword`, 'correct it or leave it out: an unknown keyword validates nothing.');
    if (one.format !== undefined && !Object.hasOwn(FORMATS, one.format)) {
      throw bad(`${pointer}/format is no format that is known here`, `use one of ${Object.keys(FORMATS).join(', ')}, or a pattern with maxLength.`);
    }
  });
  try {
    // as it was written first, so that what ajv says is about what the reader wrote
    strict.compile(schema);
    // strictTypes is about how a schema is written, and what closes an object stands beside no type
    return standalone(ajvFor(schema, { ...CHECKED_BEFORE, strictNumbers: true, strictSchema: true })!, closed(schema));
  } catch (error) {
    throw bad((error as Error).message, 'correct the schema.');
  } finally {
    strict.removeSchema(schema);
  }
}

/** By dialect: to read the dialect itself takes longer than to read a schema. */
const strictAjvs = new Map<unknown, Ajv | undefined>();

function strictAjvFor(schema: Schema): Ajv | undefined {
  if (!strictAjvs.has(schema.$schema)) strictAjvs.set(schema.$schema, ajvFor(schema, { strict: true }));
  return strictAjvs.get(schema.$schema);
}

function ajvFor({ $schema }: Schema, options: Options): Ajv | undefined {
  const all: Options = {
    allowUnionTypes: true,
    strictRequired: false,
    ...options,
    formats: FORMATS,
    logger: false,
    messages: false,
    // what every object inherits is no property of an event
    ownProperties: true,
    code: { source: true },
  };
  if ($schema === undefined || DRAFT_2020_12.test($schema)) {
    const { Ajv2020 } = load('ajv/dist/2020') as typeof import('ajv/dist/2020');
    return new Ajv2020(all) as unknown as Ajv;
  }
  if (!DRAFT_07.test($schema)) return undefined;
  const { Ajv: Ajv07 } = load('ajv') as typeof import('ajv');
  const { default: unevaluated } = load('ajv/dist/vocabularies/unevaluated') as typeof import('ajv/dist/vocabularies/unevaluated');
  // draft-07 has no keyword that closes an object around its parts
  return new Ajv07({ ...all, unevaluated: true } as Options).addVocabulary(unevaluated);
}

function standalone(ajv: Ajv, schema: Schema): string {
  const { default: standaloneCode } = load('ajv/dist/standalone') as typeof import('ajv/dist/standalone');
  return standaloneCode(ajv.addSchema(schema, KEY), { validate: KEY });
}

/** An attacker chooses the payload, so no check may grow faster than it. Source: ajv, "Security considerations". */
function checkBounds(path: string, schema: Schema, pointer: string): void {
  const unbounded = (keyword: string, bound: string) => new ZeroTrustError(path, 'UnboundedEventSchema',
    `in the event schema, ${pointer}/${keyword} stands without ${bound}, and could take very long on a long value.`, `set ${bound} beside it.`);
  if (schema.pattern !== undefined && schema.maxLength === undefined) throw unbounded('pattern', 'maxLength');
  if (schema.uniqueItems === true && schema.maxItems === undefined) throw unbounded('uniqueItems', 'maxItems');
  if (schema.patternProperties !== undefined && schema.propertyNames?.maxLength === undefined) {
    throw unbounded('patternProperties', 'propertyNames with maxLength');
  }
  const check = (keyword: string, pattern: unknown, maxLength: unknown) => {
    const why = isPattern(pattern) ? tooCostly(pattern, Number(maxLength)) : undefined;
    if (why === undefined) return;
    throw new ZeroTrustError(path, 'CostlyEventSchema', `in the event schema, ${pointer}/${keyword} ${why}, and senders choose the text.`,
      'let no repetition hold another one, or stand beside one, that takes the same text, or set a smaller maxLength.');
  };
  check('pattern', schema.pattern, schema.maxLength);
  for (const pattern of Object.keys(schema.patternProperties ?? {})) check('patternProperties', pattern, schema.propertyNames.maxLength);
}

/** What is none is told with all that is no schema. */
function isPattern(pattern: unknown): pattern is string {
  try {
    return typeof pattern === 'string' && new RegExp(pattern, 'u') !== undefined;
  } catch {
    return false;
  }
}
