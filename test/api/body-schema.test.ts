import { JsonSchema, JsonSchemaType } from 'aws-cdk-lib/aws-apigateway';
import { closedSchema } from '../../src/api/body-schema';

const { ARRAY, NULL, OBJECT, STRING } = JsonSchemaType;
const close = (schema: JsonSchema) => closedSchema('Stack/Api', schema);
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

describe('a body schema', () => {
  test('refuses properties that an object does not name, at any depth', () => {
    expect(close({
      type: OBJECT,
      properties: {
        name: { type: STRING },
        lines: { type: ARRAY, items: { type: OBJECT, properties: { sku: { type: STRING } } } },
        pair: { type: ARRAY, items: [{ type: OBJECT }, { type: STRING }] },
        note: { type: [OBJECT, NULL] },
      },
      patternProperties: { '^x-': { properties: {} } },
      definitions: { address: { type: OBJECT } },
    })).toEqual({
      type: OBJECT,
      additionalProperties: false,
      properties: {
        name: { type: STRING },
        lines: { type: ARRAY, items: { type: OBJECT, additionalProperties: false, properties: { sku: { type: STRING } } } },
        pair: { type: ARRAY, items: [{ type: OBJECT, additionalProperties: false }, { type: STRING }] },
        note: { type: [OBJECT, NULL], additionalProperties: false },
      },
      patternProperties: { '^x-': { properties: {}, additionalProperties: false } },
      definitions: { address: { type: OBJECT, additionalProperties: false } },
    });
  });

  test('keeps what it says about other properties itself', () => {
    expect(close({ type: OBJECT, additionalProperties: true })).toEqual({ type: OBJECT, additionalProperties: true });
    expect(close({ type: OBJECT, additionalProperties: { type: OBJECT } }))
      .toEqual({ type: OBJECT, additionalProperties: { type: OBJECT, additionalProperties: false } });
  });

  test('closes each of several objects that a value may be', () => {
    expect(close({ oneOf: [{ type: OBJECT, properties: { a: {} } }, { type: STRING }] }))
      .toEqual({ oneOf: [{ type: OBJECT, properties: { a: {} }, additionalProperties: false }, { type: STRING }] });
  });

  test.each<[string, JsonSchema]>([
    ['allOf of two', { allOf: [{ type: OBJECT, properties: { a: {} } }, { type: OBJECT, properties: { b: {} } }] }],
    ['an object with oneOf', { type: OBJECT, properties: { a: {} }, oneOf: [{ properties: { b: {} } }, { properties: { c: {} } }] }],
    ['oneOf and anyOf', { oneOf: [{ type: OBJECT }], anyOf: [{ type: OBJECT }] }],
    ['allOf below', { type: OBJECT, properties: { deep: { allOf: [{ type: OBJECT }, { type: OBJECT }] } } }],
  ])('with %s must say itself which other properties it takes', (_, schema) => {
    expect(() => close(schema)).toThrow(failsWith('OpenSchema'));
  });

  test('leaves the parts of an object open that says itself what it takes, and closes what lies in them', () => {
    expect(close({
      type: OBJECT,
      additionalProperties: false,
      properties: { a: {}, b: {} },
      allOf: [{ properties: { a: { type: OBJECT } } }, { anyOf: [{ required: ['b'], type: OBJECT }] }],
    })).toEqual({
      type: OBJECT,
      additionalProperties: false,
      properties: { a: {}, b: {} },
      allOf: [{ properties: { a: { type: OBJECT, additionalProperties: false } } }, { anyOf: [{ required: ['b'], type: OBJECT }] }],
    });
  });

  test('is not changed itself', () => {
    const given: JsonSchema = { type: OBJECT, properties: { a: { type: OBJECT } } };
    close(given);
    expect(given).toEqual({ type: OBJECT, properties: { a: { type: OBJECT } } });
  });
});
