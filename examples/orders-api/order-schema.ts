import { JsonSchema, JsonSchemaType } from 'aws-cdk-lib/aws-apigateway';

/** Body of POST /orders. `additionalProperties` is false wherever it is not said. */
export const ORDER_SCHEMA: JsonSchema = {
  type: JsonSchemaType.OBJECT,
  required: ['id', 'lines', 'shipTo'],
  properties: {
    id: { type: JsonSchemaType.STRING, minLength: 36, maxLength: 36 },
    lines: {
      type: JsonSchemaType.ARRAY,
      minItems: 1,
      maxItems: 50,
      items: {
        type: JsonSchemaType.OBJECT,
        required: ['sku', 'quantity'],
        properties: {
          sku: { type: JsonSchemaType.STRING, pattern: '^[A-Z0-9][A-Z0-9-]{2,31}$' },
          quantity: { type: JsonSchemaType.INTEGER, minimum: 1, maximum: 500 },
        },
      },
    },
    shipTo: {
      type: JsonSchemaType.OBJECT,
      required: ['name', 'address', 'country'],
      properties: {
        name: { type: JsonSchemaType.STRING, minLength: 1, maxLength: 100 },
        address: { type: JsonSchemaType.STRING, minLength: 1, maxLength: 200 },
        country: { type: JsonSchemaType.STRING, pattern: '^[A-Z]{2}$' },
      },
    },
  },
};
