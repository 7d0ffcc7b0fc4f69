// What honest functions do with the clients of AWS and of databases.
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { BatchExecuteStatementCommand, DynamoDBClient, ExecuteStatementCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ExecuteStatementCommand as DataApi, RDSDataClient } from '@aws-sdk/client-rds-data';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { IsAuthorizedCommand, VerifiedPermissionsClient } from '@aws-sdk/client-verifiedpermissions';
import { DynamoDBDocumentClient, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import Redis from 'ioredis';
import mysql from 'mysql2/promise';
import pg from 'pg';
import postgres from 'postgres';
import { Agent, Pool, request, setGlobalDispatcher } from 'undici';

const ports = JSON.parse(process.env.PORTS);
const endpoint = `http://127.0.0.1:${ports.aws}`;
const aws = { region: 'eu-central-1', endpoint, credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 };
const database = { host: '127.0.0.1', user: 'u', password: 'p', database: 'd' };
const done = async (promise) => (await promise, 'ok');
const input = (event) => event.queryStringParameters.v;
const body = (event) => JSON.parse(event.body);
/** What an input is for a string that is escaped as the standard has it. */
const escaped = (text) => text.replaceAll("'", "''");

export const dynamodbGet = async () => done(new DynamoDBClient(aws).send(new GetItemCommand({ TableName: 'T', Key: { pk: { S: '1' } } })));
const documents = DynamoDBDocumentClient.from(new DynamoDBClient(aws));
export const documentPut = async (event) => done(documents.send(new PutCommand({ TableName: 'T', Item: { pk: '1', ...body(event) } })));
export const documentQuery = async (event) => done(documents.send(new QueryCommand({ TableName: 'T', KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)', ExpressionAttributeValues: { ':pk': input(event), ':sk': 'a' } })));
export const documentUpdate = async (event) => done(documents.send(new UpdateCommand({ TableName: 'T', Key: { pk: input(event) }, UpdateExpression: 'SET #n = :v', ExpressionAttributeNames: { '#n': 'note' }, ExpressionAttributeValues: { ':v': input(event) } })));
export const partiql = async (event) => done(new DynamoDBClient(aws).send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM "T" WHERE pk = ?', Parameters: [{ S: input(event) }] })));
export const partiqlEscaped = async (event) => done(new DynamoDBClient(aws).send(new BatchExecuteStatementCommand({ Statements: [{ Statement: `SELECT * FROM "T" WHERE pk = '${escaped(input(event))}'` }] })));
export const s3Put = async (event) => done(new S3Client({ ...aws, forcePathStyle: true }).send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a/b', Body: event.body })));
export const s3Get = async () => {
  const { Body } = await new S3Client({ ...aws, forcePathStyle: true }).send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a/b' }));
  return done(Body.transformToString());
};
export const sqs = async (event) => done(new SQSClient(aws).send(new SendMessageCommand({ QueueUrl: `${endpoint}/1/queue`, MessageBody: event.body })));
export const sns = async (event) => done(new SNSClient(aws).send(new PublishCommand({ TopicArn: 'arn:aws:sns:eu-central-1:1:t', Message: event.body })));
export const sts = async () => done(new STSClient(aws).send(new GetCallerIdentityCommand({})));
export const eventBridge = async (event) => done(new EventBridgeClient(aws).send(new PutEventsCommand({ Entries: [{ Source: 'orders', DetailType: 'Order', Detail: event.body }] })));
export const secrets = async () => done(new SecretsManagerClient(aws).send(new GetSecretValueCommand({ SecretId: 's' })));
export const stepFunctions = async (event) => done(new SFNClient(aws).send(new StartExecutionCommand({ stateMachineArn: 'arn:aws:states:eu-central-1:1:stateMachine:m', input: event.body })));
export const invoke = async (event) => done(new LambdaClient(aws).send(new InvokeCommand({ FunctionName: 'f', Payload: event.body })));
export const logs = async () => done(new CloudWatchLogsClient(aws).send(new DescribeLogGroupsCommand({})));
export const authorize = async () => done(new VerifiedPermissionsClient(aws).send(new IsAuthorizedCommand({ policyStoreId: 'p' })));
export const dataApi = async (event) => done(new RDSDataClient(aws).send(new DataApi({ resourceArn: 'r', secretArn: 's', sql: 'INSERT INTO notes (text) VALUES (:text)', parameters: [{ name: 'text', value: { stringValue: input(event) } }] })));

const withPg = async (use) => {
  const client = new pg.Client({ ...database, port: ports.postgres });
  await client.connect();
  await use(client);
  return done(client.end());
};
export const pgParameters = async (event) => withPg((client) => client.query('SELECT * FROM t WHERE name = $1', [input(event)]));
export const pgEscaped = async (event) => withPg((client) => client.query(`SELECT * FROM t WHERE name = ${client.escapeLiteral(input(event))}`));
export const pgLiteral = async (event) => withPg((client) => client.query(`SELECT * FROM t WHERE name = '${input(event)}'`));
export const pgSort = async (event) => withPg((client) => client.query(`SELECT * FROM t ORDER BY ${input(event)}`));
export const pgPool = async (event) => {
  const pool = new pg.Pool({ ...database, port: ports.postgres, max: 1 });
  await Promise.all([1, 2, 3].map((id) => pool.query('SELECT $1, $2', [id, input(event)])));
  return done(pool.end());
};
export const postgresTagged = async (event) => {
  const sql = postgres({ ...database, port: ports.postgres, fetch_types: false });
  await sql`SELECT * FROM t WHERE name = ${input(event)}`;
  return done(sql.end());
};
export const mysqlQuery = async (event) => {
  const connection = await mysql.createConnection({ ...database, port: ports.mysql });
  await connection.query('SELECT * FROM t WHERE name = ? AND note LIKE ?', [input(event), `%${input(event)}%`]);
  return done(connection.end());
};
export const redis = async (event) => {
  const client = new Redis({ port: ports.redis, enableReadyCheck: false });
  await client.set('key', input(event));
  return client.disconnect() ?? 'ok';
};
export const undici = async () => {
  setGlobalDispatcher(new Agent({ connections: 2 }));
  const pool = new Pool(endpoint);
  await (await pool.request({ path: '/', method: 'GET' })).body.text();
  return (await request(endpoint, { method: 'POST', body: '{"a":1}' })).statusCode === 200 && 'ok';
};
export const fetched = async (event) => (await fetch(endpoint, { method: 'POST', body: event.body })).ok && 'ok';
