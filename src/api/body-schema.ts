import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { ZeroTrustError } from '../core/errors';

/**
 * The same JSON schema, in which every object refuses the properties that it does not name, at any depth, unless it says
 * `additionalProperties` itself.
 *
 * An object that is put together by `allOf`, `anyOf` or `oneOf` cannot be closed from outside, because draft 4 looks at each
 * part alone: it throws `OpenSchema` until it says `additionalProperties` itself.
 */
export function closedSchema(path: string, schema: apigateway.JsonSchema): apigateway.JsonSchema {
  return close(schema, false);

  function close(given: apigateway.JsonSchema, part: boolean): apigateway.JsonSchema {
    const says = given.additionalProperties !== undefined;
    const composed = [given.allOf, given.anyOf, given.oneOf].filter((parts) => parts?.length).length;
    const together = composed > 0 && (isObject(given) || composed > 1 || (given.allOf?.length ?? 0) > 1);
    if (together && !says && !part) {
      throw new ZeroTrustError(path, 'OpenSchema', 'the body has an object that is put together by allOf, anyOf or oneOf, and does not say which other properties it takes.',
        'list all properties in the object itself and set its additionalProperties.');
    }
    const parts = (schemas?: apigateway.JsonSchema[]) => schemas?.map((one) => close(one, part || together));
    return defined({
      ...given,
      additionalProperties: subschema(given.additionalProperties) ?? (isObject(given) && !part ? false : undefined),
      properties: each(given.properties),
      patternProperties: each(given.patternProperties),
      definitions: each(given.definitions),
      items: list(given.items),
      contains: list(given.contains),
      additionalItems: subschema(given.additionalItems),
      allOf: parts(given.allOf),
      anyOf: parts(given.anyOf),
      oneOf: parts(given.oneOf),
    });
  }

  function each(schemas?: Record<string, apigateway.JsonSchema>): Record<string, apigateway.JsonSchema> | undefined {
    return schemas && Object.fromEntries(Object.entries(schemas).map(([name, one]) => [name, close(one, false)]));
  }

  function list(given?: apigateway.JsonSchema | apigateway.JsonSchema[]): apigateway.JsonSchema | apigateway.JsonSchema[] | undefined {
    return Array.isArray(given) ? given.map((one) => close(one, false)) : given && close(given, false);
  }

  function subschema(given?: apigateway.JsonSchema | boolean): apigateway.JsonSchema | boolean | undefined {
    return typeof given === 'object' ? close(given, false) : given;
  }
}

function isObject(schema: apigateway.JsonSchema): boolean {
  const types = ([] as (string | undefined)[]).concat(schema.type);
  return types.includes(apigateway.JsonSchemaType.OBJECT) || schema.properties !== undefined || schema.patternProperties !== undefined;
}

function defined(schema: apigateway.JsonSchema): apigateway.JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}
