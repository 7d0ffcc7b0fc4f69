// What honest functions do with the libraries that AWS has for them: Powertools, the tracer of X-Ray, and URLs signed for others.
import './jitless.mjs';
import http from 'node:http';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBProvider } from '@aws-lambda-powertools/parameters/dynamodb';
import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { parser } from '@aws-lambda-powertools/parser';
import { APIGatewayProxyEventSchema, SqsRecordSchema } from '@aws-lambda-powertools/parser/schemas';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import xray from 'aws-xray-sdk-core';
import { z } from 'zod';

const ports = JSON.parse(process.env.PORTS);
const endpoint = `http://127.0.0.1:${ports.aws}`;
const aws = { region: 'eu-central-1', endpoint, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
const table = new DynamoDBClient(aws);
const NOTE = z.object({ note: z.string().min(3), price: z.coerce.number().optional() });

/** The link is used by a browser, or by a function that got it. */
export const presigned = async (event) => {
  const client = new S3Client({ ...aws, forcePathStyle: true });
  const object = { Bucket: 'bucket', Key: `uploads/${event.queryStringParameters.v}` };
  const up = await getSignedUrl(client, new PutObjectCommand({ ...object, ContentType: 'text/plain' }), { expiresIn: 60, signableHeaders: new Set(['content-type']) });
  const down = await getSignedUrl(client, new GetObjectCommand(object), { expiresIn: 60 });
  const put = await fetch(up, { method: 'PUT', body: 'x', headers: { 'content-type': 'text/plain' } });
  return put.ok && (await fetch(down)).ok && down.includes('X-Amz-Signature=') && 'ok';
};

const persistenceStore = new DynamoDBPersistenceLayer({ tableName: 'idempotency', awsSdkV3Client: table });
export const idempotency = async (event, context) => {
  const config = new IdempotencyConfig({ eventKeyJmesPath: 'powertools_json(body).note', throwOnNoIdempotencyKey: true, useLocalCache: true });
  const once = makeIdempotent(async ({ body }) => ({ statusCode: 201, body }), { persistenceStore, config });
  config.registerLambdaContext({ ...context, getRemainingTimeInMillis: () => 5_000 });
  return (await once(event, context)).statusCode === 201 && 'ok';
};

export const batch = async (event, context) => {
  const processor = new BatchProcessor(EventType.SQS);
  const { batchItemFailures } = await processPartialResponse(event, async ({ body }) => NOTE.parse(JSON.parse(body)), processor, { context });
  return batchItemFailures.length === 1 && batchItemFailures[0].itemIdentifier === 'm-2' && 'ok';
};

class Parsed {
  async handler({ body }) {
    return NOTE.parse(JSON.parse(body)).note.length > 0 && 'ok';
  }
}
/** By the decorator, as TypeScript writes it. */
export const parsed = async (event, context) => {
  const descriptor = { value: Parsed.prototype.handler };
  const { value = descriptor.value } = parser({ schema: APIGatewayProxyEventSchema.pick({ body: true }) })(Parsed.prototype, 'handler', descriptor) ?? descriptor;
  const bad = SqsRecordSchema.safeParse({ messageId: event.body });
  return !bad.success && value.call(new Parsed(), event, context);
};

export const parameters = async () => {
  const secrets = new SecretsProvider({ awsSdkV3Client: new SecretsManagerClient(aws) });
  const items = new DynamoDBProvider({ tableName: 'parameters', awsSdkV3Client: table });
  await secrets.get('database', { maxAge: 5 });
  await secrets.get('database', { forceFetch: true });
  return items.get('limit').then(() => 'ok');
};

/** Wraps clients and all of `http`, and sends its segments to the daemon. */
export const traced = async () => {
  const [host, port] = process.env.AWS_XRAY_DAEMON_ADDRESS.split(':');
  xray.setDaemonAddress(`${host}:${port}`);
  xray.enableManualMode();
  xray.setStreamingThreshold(100);
  xray.captureHTTPsGlobal(http, true);
  xray.capturePromise();
  const segment = new xray.Segment('function');
  await xray.captureAWSv3Client(new DynamoDBClient(aws), segment).send(new GetItemCommand({ TableName: 'T', Key: { pk: { S: '1' } } }));
  await xray.captureAWSv3Client(new S3Client({ ...aws, forcePathStyle: true }), segment).send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a' }));
  await new Promise((done, failed) => http.get({ host: '127.0.0.1', port: ports.aws, XRaySegment: segment }, (response) => response.resume().on('end', done)).on('error', failed));
  await xray.captureAsyncFunc('own', async (sub) => sub.close(), segment);
  segment.close();
  return segment.subsegments.map(({ name }) => name).join() === 'DynamoDB,S3,127.0.0.1,own' && 'ok';
};

export const contextLogged = async (event, context) => {
  const logger = new Logger({ serviceName: 'orders' });
  logger.addContext({ functionName: 'f', functionVersion: '1', invokedFunctionArn: 'arn:aws:lambda:eu-central-1:1:function:f', memoryLimitInMB: '128', ...context });
  logger.logEventIfEnabled(event, true);
  logger.resetKeys();
  return 'ok';
};
