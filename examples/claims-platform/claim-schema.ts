import { JsonSchema, JsonSchemaType } from 'aws-cdk-lib/aws-apigateway';

/** Body of POST /claims. `additionalProperties` is false wherever it is not said. */
export const CLAIM_SCHEMA: JsonSchema = {
  type: JsonSchemaType.OBJECT,
  required: ['id', 'policyNumber', 'incident', 'amountCents'],
  properties: {
    id: { type: JsonSchemaType.STRING, minLength: 36, maxLength: 36 },
    policyNumber: { type: JsonSchemaType.STRING, pattern: '^P-[0-9]{8}$' },
    incident: {
      type: JsonSchemaType.OBJECT,
      required: ['kind', 'date'],
      properties: {
        kind: { type: JsonSchemaType.STRING, enum: ['THEFT', 'DAMAGE', 'INJURY'] },
        date: { type: JsonSchemaType.STRING, pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
      },
    },
    amountCents: { type: JsonSchemaType.INTEGER, minimum: 1, maximum: 10_000_000 },
  },
};

/** Body of POST /claims/{id}/evidence. */
export const EVIDENCE_SCHEMA: JsonSchema = {
  type: JsonSchemaType.OBJECT,
  required: ['statement'],
  properties: { statement: { type: JsonSchemaType.STRING, minLength: 1, maxLength: 8_000 } },
};

/** What names a claim in a message: no more than is needed to look it up. */
export const CLAIM_KEY_SCHEMA = {
  type: 'object',
  required: ['holder', 'id'],
  properties: {
    holder: { type: 'string', minLength: 1, maxLength: 128 },
    id: { type: 'string', format: 'uuid' },
  },
};

/** The event of a malware scan's result, of which the handler reads the key of the object. */
export const CLEAN_STATEMENT_SCHEMA = {
  type: 'object',
  required: ['detail'],
  additionalProperties: true,
  properties: {
    detail: {
      type: 'object',
      required: ['s3ObjectDetails'],
      additionalProperties: true,
      properties: {
        s3ObjectDetails: {
          type: 'object',
          required: ['objectKey'],
          additionalProperties: true,
          properties: { objectKey: { type: 'string', minLength: 1, maxLength: 1_024 } },
        },
      },
    },
  },
};
