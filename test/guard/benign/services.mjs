// What honest functions do with more than one request: agents, retries, pages, uploads in parts, transactions, batches and streams.
import { createHmac, createSign, createVerify, generateKeyPairSync, timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { brotliCompressSync, brotliDecompressSync, createGunzip, createGzip, gunzipSync, gzipSync } from 'node:zlib';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand, paginateScan, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { CompleteMultipartUploadCommand, CreateMultipartUploadCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { BatchWriteCommand, DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { Signer } from '@aws-sdk/rds-signer';
import Redis from 'ioredis';
import mysql from 'mysql2/promise';
import pg from 'pg';

const ports = JSON.parse(process.env.PORTS);
const endpoint = `http://127.0.0.1:${ports.aws}`;
const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
const aws = { region: 'eu-central-1', endpoint, credentials };
const input = (event) => event.queryStringParameters.v;

export const keepAliveAgent = async () => {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: 2 });
  const client = new DynamoDBClient({ ...aws, requestHandler: { httpAgent, connectionTimeout: 2_000, requestTimeout: 5_000 } });
  await Promise.all(Array.from({ length: 6 }, () => client.send(new DescribeTableCommand({ TableName: 'T' }))));
  client.destroy();
  return 'ok';
};
export const retried = async () => {
  const { $metadata } = await new DynamoDBClient({ ...aws, maxAttempts: 3 }).send(new ListTablesCommand({}));
  return $metadata.attempts === 2 && 'ok';
};
export const waited = async () => (await waitUntilTableExists({ client: new DynamoDBClient(aws), maxWaitTime: 10, minDelay: 1 }, { TableName: 'T' })).state === 'SUCCESS' && 'ok';
export const pages = async () => {
  let items = 0;
  for await (const { Items } of paginateScan({ client: new DynamoDBClient(aws) }, { TableName: 'T' })) items += Items.length;
  return items === 2 && 'ok';
};
/** A token for a database is a URL that is signed before it is used. */
export const presignedLogin = async (event) => {
  const password = await new Signer({ region: aws.region, credentials, hostname: '127.0.0.1', port: ports.postgres, username: 'u' }).getAuthToken();
  const client = new pg.Client({ host: '127.0.0.1', port: ports.postgres, user: 'u', password, database: 'd' });
  await client.connect();
  await client.query({ name: 'by-name', text: 'SELECT * FROM t WHERE name = $1', values: [input(event)] });
  await client.end();
  return password.includes('X-Amz-Signature=') && 'ok';
};
export const uploadInParts = async (event) => {
  const client = new S3Client({ ...aws, forcePathStyle: true });
  const object = { Bucket: 'bucket', Key: 'parts' };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(object));
  const parts = [Buffer.alloc(300_000, 'a'), Buffer.from(event.body)].map(async (Body, i) => {
    const { ETag } = await client.send(new UploadPartCommand({ ...object, UploadId, PartNumber: i + 1, Body }));
    return { ETag, PartNumber: i + 1 };
  });
  await client.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts: await Promise.all(parts) } }));
  return UploadId === 'upload' && 'ok';
};
export const transaction = async (event) => {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(aws));
  const update = { TableName: 'T', Key: { pk: input(event) }, UpdateExpression: 'ADD #c :one SET note = if_not_exists(note, :n)', ConditionExpression: 'attribute_exists(pk)', ExpressionAttributeNames: { '#c': 'count' }, ExpressionAttributeValues: { ':one': 1, ':n': input(event) } };
  await documents.send(new TransactWriteCommand({ TransactItems: [{ Update: update }, { Put: { TableName: 'T', Item: { pk: 'x', note: input(event) } } }] }));
  await documents.send(new BatchWriteCommand({ RequestItems: { T: [{ PutRequest: { Item: { pk: 'y', note: input(event) } } }] } }));
  return 'ok';
};
export const envelope = async (event) => {
  await new KMSClient(aws).send(new EncryptCommand({ KeyId: 'k', Plaintext: Buffer.from(event.body) }));
  return 'ok';
};
/** Answers with the identifiers of the records that failed, as a queue expects it. */
export const partialBatch = async ({ Records }) => {
  const batchItemFailures = [];
  for (const { messageId, body } of Records) {
    try {
      const { note } = JSON.parse(body);
      await new SQSClient(aws).send(new SendMessageBatchCommand({ QueueUrl: `${endpoint}/1/queue`, Entries: [{ Id: '1', MessageBody: note }] }));
    } catch {
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return batchItemFailures.length === 1 && batchItemFailures[0].itemIdentifier === 'm-2' && 'ok';
};
export const pgTransaction = async (event) => {
  const pool = new pg.Pool({ host: '127.0.0.1', port: ports.postgres, user: 'u', password: 'p', database: 'd', max: 2 });
  const client = await pool.connect();
  for (const [text, values] of [['BEGIN'], ['INSERT INTO notes (text, tags) VALUES ($1, $2)', [input(event), [input(event)]]], ['SAVEPOINT one'], ['COMMIT']]) await client.query(text, values);
  client.release();
  await pool.end();
  return 'ok';
};
export const mysqlBulk = async (event) => {
  const pool = mysql.createPool({ host: '127.0.0.1', port: ports.mysql, user: 'u', password: 'p', database: 'd', connectionLimit: 2 });
  await pool.query('INSERT INTO notes (id, text) VALUES ?', [[[1, input(event)], [2, input(event)]]]);
  await pool.query(mysql.format('UPDATE ?? SET ? WHERE id = ?', ['notes', { text: input(event) }, 1]));
  await pool.end();
  return 'ok';
};
export const redisPipeline = async (event) => {
  const client = new Redis({ port: ports.redis, enableReadyCheck: false });
  await client.pipeline().set('a', input(event), 'EX', 60).hset('h', { note: input(event) }).rpush('l', input(event)).exec();
  client.disconnect();
  return 'ok';
};
export const uploadedForm = async (event) => {
  const form = new FormData();
  form.set('note', input(event));
  form.set('file', new Blob([input(event)], { type: 'text/plain' }), "O'Brien.txt");
  const sent = await fetch(endpoint, { method: 'POST', body: form, signal: AbortSignal.timeout(5_000) });
  const streamed = await fetch(endpoint, { method: 'POST', duplex: 'half', body: Readable.toWeb(Readable.from(['{"note":', JSON.stringify(input(event)), '}'])) });
  return sent.ok && streamed.ok && 'ok';
};
export const compressed = async (event) => {
  const zipped = Buffer.from(gzipSync(event.body).toString('base64'), 'base64');
  return gunzipSync(zipped).equals(brotliDecompressSync(brotliCompressSync(event.body))) && 'ok';
};
export const signatures = async (event) => {
  const mac = () => createHmac('sha256', 'key').update(event.body).digest();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signature = createSign('SHA256').update(event.body).sign(privateKey);
  return timingSafeEqual(mac(), mac()) && createVerify('SHA256').update(event.body).verify(publicKey, signature) && 'ok';
};
export const lines = async (event) => {
  const file = join(process.env.INSIDE, 'lines.gz');
  const quoted = new Transform({ objectMode: true, transform: (line, _, done) => done(null, `"${line}"\n`) });
  await pipeline(Readable.from(Array(100).fill(input(event))), quoted, createGzip(), createWriteStream(file));
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) count += line === `"${input(event)}"` ? 1 : 0;
  return count === 100 && 'ok';
};
export const observed = async (event) => {
  const logger = new Logger({ serviceName: 'orders', logLevel: 'DEBUG' });
  logger.appendKeys({ route: 'POST /orders' });
  logger.createChild({ persistentKeys: { child: true } }).debug('input', { input: input(event) });
  logger.error('failed', new Error('no stock', { cause: new TypeError('count') }));
  const metrics = new Metrics({ namespace: 'orders', serviceName: 'orders', defaultDimensions: { stage: 'test' } });
  metrics.captureColdStartMetric();
  metrics.addMetadata('note', input(event));
  metrics.addMetric('latency', MetricUnit.Milliseconds, 12);
  metrics.publishStoredMetrics();
  return 'ok';
};
