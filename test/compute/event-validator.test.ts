import Ajv2020 from 'ajv/dist/2020';
import { Lazy, Token } from 'aws-cdk-lib';
import fc from 'fast-check';
import { closed, Schema } from '../../src/compute/event-schema';
import { validatorCode } from '../../src/compute/event-validator';

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

/** Runs the code as the layer does: with what it requires handed in. */
function validatorOf(schema: Schema): (value: unknown) => boolean {
  const made: { validate?: (value: unknown) => boolean } = {};
  new Function('require', 'exports', validatorCode('Stack/Fn', schema))(require, made);
  return made.validate!;
}

const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';
const text = { type: 'string' };
const point = { type: 'object', properties: { x: { type: 'number' }, y: { type: 'number' } } };

describe('the validator of an event schema', () => {
  test('needs nothing but two helpers of ajv, which the layer has, and generates no code', () => {
    const code = validatorCode('Stack/Fn', {
      type: 'object',
      properties: {
        id: { type: 'string', minLength: 1, maxLength: 5, pattern: '^a', format: 'uuid' },
        tags: { type: 'array', uniqueItems: true, maxItems: 3, items: { type: 'object', properties: {} } },
        at: { const: { x: 1 } },
        kind: { enum: ['a', { b: 1 }] },
        tree: { $ref: '#' },
      },
    });
    expect([...new Set([...code.matchAll(/require\("([^"]+)"\)/g)].map(([, id]) => id))].sort())
      .toEqual(['ajv/dist/runtime/equal', 'ajv/dist/runtime/ucs2length']);
    expect(code).not.toMatch(/\beval\b|new Function|import\(/);
  });

  test('is the same for the same schema', () => {
    const schema = { type: 'object', properties: { a: point, b: { $ref: '#/properties/a' } } };
    expect(validatorCode('A', schema)).toBe(validatorCode('B', { ...schema }));
  });

  test('may have the id of another schema, which was refused or not', () => {
    const named = { $id: 'https://example.com/order', type: 'object', properties: { id: text } };
    expect(() => validatorCode('Stack/Fn', { ...named, properties: { id: { $ref: '#/gone' } } })).toThrow(failsWith('BadEventSchema'));
    expect(validatorOf(named)({ id: 'a' })).toBe(true);
    expect(validatorOf({ ...named, properties: { id: { type: 'number' } } })({ id: 'a' })).toBe(false);
  });

  test.each<[string, Schema, unknown[], unknown[]]>([
    ['an object', point, [{}, { x: 1 }], [{ z: 1 }, [], null, 1, { x: '1' }, { x: Infinity }, { x: NaN }]],
    ['objects in it', { type: 'object', properties: { at: point } }, [{ at: { x: 1 } }], [{ at: { z: 1 } }, { z: {} }]],
    ['objects in a list', { type: 'array', items: point }, [[], [{ x: 1 }]], [[{ z: 1 }]]],
    ['objects in a tuple', { type: 'array', prefixItems: [point, text], minItems: 2, items: false }, [[{ x: 1 }, 'a']], [[{ z: 1 }, 'a']]],
    ['objects by pattern', { type: 'object', propertyNames: { maxLength: 9 }, patternProperties: { '^p': point } }, [{ p1: { x: 1 } }], [{ p1: { z: 1 } }, { q: {} }]],
    ['objects that may be null', { type: ['object', 'null'], properties: { a: text } }, [null, { a: 'a' }], [{ z: 1 }, 'a']],
    ['an object that is referred to', { type: 'object', properties: { at: { $ref: '#/$defs/point' } }, $defs: { point } }, [{ at: { x: 1 } }], [{ at: { z: 1 } }]],
    ['an object around what it refers to', { $ref: '#/$defs/point', type: 'object', properties: { name: text }, $defs: { point } }, [{ x: 1, name: 'a' }], [{ x: 1, z: 1 }]],
    ['an object around its parts', { type: 'object', properties: { name: text }, allOf: [point, { type: 'object', properties: { at: point } }] },
      [{ x: 1, name: 'a', at: { y: 1 } }], [{ x: 1, z: 1 }, { at: { z: 1 } }]],
    ['an object of one of several kinds', {
      type: 'object',
      oneOf: [
        { type: 'object', required: ['a'], properties: { a: text } }, { type: 'object', required: ['b'], properties: { b: text } },
      ],
    }, [{ a: 'a' }, { b: 'b' }], [{ a: 'a', b: 'b' }, { a: 'a', z: 1 }, {}]],
    ['an object under a condition', { type: 'object', properties: { kind: text }, if: { type: 'object', properties: { kind: { const: 'p' } } }, then: point },
      [{ kind: 'p', x: 1 }, { kind: 'q' }], [{ kind: 'q', x: 1 }, { kind: 'p', z: 1 }]],
    ['an object with dependent schemas', { type: 'object', properties: { a: text }, dependentSchemas: { a: { type: 'object', properties: { b: text } } } },
      [{ a: 'a', b: 'b' }], [{ b: 'b' }, { a: 'a', z: 1 }]],
    ['a tree', { type: 'object', properties: { inside: { $ref: '#' } } }, [{ inside: { inside: {} } }], [{ inside: { inside: { z: 1 } } }]],
    ['a required property that is not inherited', { type: 'object', required: ['toString'], properties: { toString: text } }, [{ toString: 'a' }], [{}]],
  ])('closes %s', (_, schema, fit, unfit) => {
    const validate = validatorOf(schema);
    expect(fit.map((value) => validate(value))).toEqual(fit.map(() => true));
    expect(unfit.map((value) => validate(value))).toEqual(unfit.map(() => false));
  });

  test.each<[string, Schema, unknown]>([
    ['additionalProperties', { ...point, additionalProperties: true }, { z: 1 }],
    ['additionalProperties of a type', { ...point, additionalProperties: text }, { z: 'a' }],
    ['unevaluatedProperties', { ...point, unevaluatedProperties: true }, { z: 1 }],
    ['unevaluatedProperties around its parts', { type: 'object', allOf: [point], unevaluatedProperties: true }, { z: 1 }],
    ['additionalProperties where it is referred to', { $ref: '#/$defs/open', $defs: { open: { ...point, additionalProperties: true } } }, { z: 1 }],
  ])('leaves an object open that says %s', (_, schema, value) => {
    expect(validatorOf(schema)(value)).toBe(true);
  });

  test('closes nothing in a negation, which would refuse less', () => {
    const schema = { type: 'object', properties: { user: { type: 'object', additionalProperties: true } }, not: { type: 'object', required: ['user'], properties: { user: { type: 'object', required: ['admin'], properties: { admin: { const: true } } } } } };
    const validate = validatorOf(schema);
    expect(validate({ user: { name: 'a' } })).toBe(true);
    expect(validate({ user: { admin: true } })).toBe(false);
    expect(validate({ user: { admin: true, name: 'a' } })).toBe(false);
  });

  test('is made from draft-07 too', () => {
    const validate = validatorOf({
      $schema: DRAFT_07,
      type: 'object',
      properties: { pair: { type: 'array', items: [text, { $ref: '#/definitions/point' }], minItems: 2, additionalItems: false } },
      allOf: [{ type: 'object', properties: { name: text } }],
      definitions: { point },
    });
    expect([{ pair: ['a', { x: 1 }], name: 'a' }, { pair: ['a', { z: 1 }] }, { z: 1 }].map((value) => validate(value))).toEqual([true, false, false]);
  });

  test.each([
    ['date', ['2026-02-28', '2024-02-29', '2026-12-31'], ['2026-02-30', '2026-04-31', '2026-13-01', '26-01-01', '2026-01-01T00:00:00Z']],
    ['date-time', ['2026-01-01T23:59:60Z', '2026-01-01t00:00:00.123+02:00'], ['2026-01-01 00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T00:00:00']],
    ['time', ['00:00:00Z', '12:30:00.5-01:00'], ['12:30', '25:00:00Z']],
    ['email', ['a@example.com', 'a.b+c@sub.example.com'], ['a', '@example.com', 'a@', 'a b@example.com', 'a@example.com\n', '<a@example.com>']],
    ['ipv4', ['0.0.0.0', '255.255.255.255'], ['256.0.0.1', '1.2.3', '01.2.3.4', '1.2.3.4.5']],
    ['uri', ['https://example.com/a?b=c', 'urn:isbn:1'], ['example.com', '//example.com', 'https:', 'https://a b', 'javascript']],
    ['uuid', ['123e4567-e89b-12d3-a456-426614174000'], ['123e4567e89b12d3a456426614174000', '123e4567-e89b-12d3-a456-42661417400g', '{123e4567-e89b-12d3-a456-426614174000}']],
  ])('knows the format %s', (format, fit, unfit) => {
    const validate = validatorOf({ type: 'string', format });
    expect(fit.map((value) => validate(value))).toEqual(fit.map(() => true));
    expect(unfit.map((value) => validate(value))).toEqual(unfit.map(() => false));
  });

  test('takes time in proportion to a text, whatever its format', () => {
    for (const format of ['date', 'date-time', 'email', 'ipv4', 'time', 'uri', 'uuid']) {
      const validate = validatorOf({ type: 'string', format });
      const start = process.cpuUsage().user;
      for (const hostile of ['a'.repeat(200_000), `a@${'a.'.repeat(100_000)}`, `a:${'%'.repeat(200_000)} `, `${'1.'.repeat(100_000)}`, '2026-01-01T00:00:00.'.padEnd(200_000, '1')]) validate(hostile);
      expect(process.cpuUsage().user - start).toBeLessThan(500_000);
    }
  });
});

describe('an event schema', () => {
  const at = (schema: Schema) => () => validatorCode('Stack/Fn', schema);

  test.each<[string, Schema, RegExp]>([
    ['a keyword that nobody knows', { type: 'object', properties: { 'a/b': { type: 'string', minLenght: 1 } } }, /#\/properties\/a~1b\/minLenght is no keyword/],
    ['a keyword that nobody knows, in a definition', { type: 'string', $defs: { a: { foo: 1 } } }, /#\/\$defs\/a\/foo is no keyword/],
    ['a format that nobody knows', { type: 'array', items: { type: 'string', format: 'postcode' } }, /#\/items\/format is no format.*uuid/],
    ['a type that does not exist', { type: 'object', properties: { a: { type: 'integre' } } }, /properties\/a\/type/],
    ['a property without its type', { properties: { a: text } }, /missing type "object"/],
    ['a pattern that is no expression', { type: 'string', maxLength: 5, pattern: '(' }, /Invalid regular expression/],
    ['a reference to another document', { $ref: 'https://example.com/schema.json' }, /can't resolve reference/],
    ['a reference to nothing', { type: 'object', properties: { a: { $ref: '#/$defs/gone' } } }, /can't resolve reference/],
    ['a dialect that nobody knows', { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object' }, /\$schema names no dialect/],
    ['a check that waits', { $async: true, type: 'object' }, /#\/\$async asks for a check that waits/],
    ['a tuple of another dialect', { type: 'array', items: [text] }, /items/],
    ['a value that is not known before deployment', { type: 'string', enum: [Token.asString(Lazy.string({ produce: () => 'a' }))] }, /not known before deployment/],
    ['a list', [text] as unknown as Schema, /is no object/],
    ['nothing', undefined as unknown as Schema, /event schema/],
  ])('with %s is refused, with its place', (_, schema, message) => {
    expect(at(schema)).toThrow(failsWith('BadEventSchema'));
    expect(at(schema)).toThrow(message);
  });

  test('that holds itself is refused', () => {
    const schema: Schema = { type: 'object', properties: {} };
    schema.properties.inside = schema;
    expect(at(schema)).toThrow(failsWith('BadEventSchema'));
  });

  test.each<[string, Schema, RegExp]>([
    ['a pattern', { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } }, /#\/properties\/a\/pattern stands without maxLength/],
    ['unique items', { type: 'array', uniqueItems: true, items: point }, /#\/uniqueItems stands without maxItems/],
    ['properties by pattern', { type: 'object', patternProperties: { '^a': text } }, /#\/patternProperties stands without propertyNames with maxLength/],
  ])('with %s says how long a value may be', (_, schema, message) => {
    expect(at(schema)).toThrow(failsWith('UnboundedEventSchema'));
    expect(at(schema)).toThrow(message);
  });

  test.each<[string, Schema]>([
    ['a value', { type: 'string', pattern: '^(a+)+$', maxLength: 30 }],
    ['a value inside', { type: 'object', properties: { name: { type: 'string', pattern: '^(a|aa)+$', maxLength: 30 } } }],
    ['names', { type: 'object', patternProperties: { '^(a+)+$': {} }, propertyNames: { maxLength: 30 } }],
    ['a long value', { type: 'string', pattern: '^a*a*a*$', maxLength: 1000 }],
  ])('refuses a pattern that a text of %s could keep busy', (_, schema) => expect(at(schema)).toThrow(failsWith('CostlyEventSchema')));
});

/** Schemas of objects, lists and plain values, each with values that are often close to fitting. */
const { schema: anySchema } = fc.letrec<{ schema: Schema; leaf: Schema; object: Schema; list: Schema }>((tie) => ({
  schema: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('leaf'), tie('object'), tie('list')),
  leaf: fc.constantFrom<Schema>(
    { type: 'string', minLength: 1, maxLength: 3 }, { type: 'number', minimum: 0 }, { type: 'integer', multipleOf: 2 }, { type: 'boolean' }, { type: 'null' },
    { enum: ['a', 1, null] }, { const: { a: 1 } }, { type: ['string', 'null'] }, { type: 'string', pattern: '^[ab]+$', maxLength: 4 },
  ),
  object: fc.record({
    properties: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'toString'), tie('schema'), { maxKeys: 3 }),
    required: fc.uniqueArray(fc.constantFrom('a', 'b'), { maxLength: 2 }),
  }).map(({ properties, required }) => ({ type: 'object', properties, required })),
  list: fc.record({ items: tie('schema'), maxItems: fc.nat(3) }).map(({ items, maxItems }) => ({ type: 'array', items, maxItems, uniqueItems: true })),
}));

const anyValue = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, fc.constantFrom<unknown>('', 'a', 'ab', 'abcde', 0, 1, 2, -1, 1.5, true, null, NaN, Infinity),
    fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'toString', '__proto__'), tie('value'), { maxKeys: 4 })),
})).value;

/** A value that fits the schema. */
function fitting(schema: Schema): unknown {
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  switch ([schema.type].flat()[0]) {
    case 'object': return Object.fromEntries([...Object.entries<Schema>(schema.properties).map(([name, one]) => [name, fitting(one)]),
      ...schema.required.filter((name: string) => !Object.hasOwn(schema.properties, name)).map((name: string) => [name, 0])]);
    case 'array': return schema.maxItems > 0 ? [fitting(schema.items)] : [];
    case 'string': return 'ab';
    case 'number': return 1.5;
    case 'integer': return 2;
    case 'boolean': return true;
    default: return null;
  }
}

describe('whatever the schema and the value,', () => {
  /** What throws is refused: comparing with a value whose toString is no function does, in ajv itself too. */
  const accepts = (validate: (value: unknown) => unknown, value: unknown) => {
    try {
      return validate(value) === true;
    } catch {
      return false;
    }
  };
  const ajv = (schema: Schema) => new Ajv2020({ strict: false, strictNumbers: true, ownProperties: true, allowUnionTypes: true }).compile(schema);

  test('the compiled validator decides as ajv itself', () => {
    fc.assert(fc.property(anySchema, fc.array(anyValue, { minLength: 10, maxLength: 10 }), (schema, values) => {
      const [compiled, itself] = [validatorOf(schema), ajv(closed(schema))];
      for (const value of [...values, fitting(schema)]) expect(accepts(compiled, value)).toBe(accepts(itself, value));
    }), { numRuns: 60 });
  });

  test('a closed schema takes nothing that the schema itself refuses', () => {
    fc.assert(fc.property(anySchema, fc.array(anyValue, { minLength: 10, maxLength: 10 }), (schema, values) => {
      const [compiled, open] = [validatorOf(schema), ajv(schema)];
      for (const value of [...values, fitting(schema)]) if (accepts(compiled, value)) expect(accepts(open, value)).toBe(true);
    }), { numRuns: 40 });
  });

  test('a property that nobody named is refused', () => {
    fc.assert(fc.property(anySchema.filter((schema) => schema.type === 'object'), (schema) => {
      const value = fitting(schema) as Record<string, unknown>;
      expect(accepts(validatorOf(schema), { ...value, stranger: 1 })).toBe(false);
    }), { numRuns: 30 });
  });
});
