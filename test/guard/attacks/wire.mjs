import http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';
import { BatchExecuteStatementCommand, DynamoDBClient, ExecuteStatementCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ExecuteStatementCommand as DataApi, RDSDataClient } from '@aws-sdk/client-rds-data';
import mysql from 'mysql2/promise';
import pg from 'pg';
import postgres from 'postgres';
import { ports, THROUGH } from './common.mjs';

const input = (event) => event.queryStringParameters.v;
const aws = { region: 'eu-central-1', endpoint: `http://127.0.0.1:${ports.aws}`, credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 };
const database = { host: '127.0.0.1', user: 'u', password: 'p', database: 'd' };
const sent = async (promise) => (await promise, THROUGH);

const query = async (text, values) => {
  const client = new pg.Client({ ...database, port: ports.postgres });
  await client.connect();
  return sent(client.query(text, values));
};
export const pgQuery = async (event) => query(`SELECT * FROM t WHERE name = '${input(event)}'`);
export const pgNumber = async (event) => query(`SELECT * FROM t WHERE id = ${input(event)}`);
export const pgPrepared = async (event) => query(`SELECT * FROM t WHERE name = '${input(event)}' AND a = $1`, [1]);
export const pgComment = pgQuery;
export const pgBase64 = async (event) => query(`SELECT * FROM t WHERE name = '${JSON.parse(Buffer.from(event.body, 'base64')).name}'`);
export const pgForm = async (event) => query(`SELECT * FROM t WHERE name = '${new URLSearchParams(event.body).get('name')}'`);
export const pgPath = async (event) => query(`SELECT * FROM t WHERE name = '${decodeURIComponent(event.rawPath.slice(1))}'`);
export const pgRecord = async (event) => query(`DELETE FROM t WHERE name = '${JSON.parse(event.Records[0].body).name}'`);
export const pgTopic = async (event) => query(`DELETE FROM t WHERE name = '${JSON.parse(JSON.parse(event.Records[0].body).Message).name}'`);
export const postgresUnsafe = async (event) => sent(postgres({ ...database, port: ports.postgres, fetch_types: false }).unsafe(`SELECT * FROM t WHERE name = '${input(event)}'`));
export const pgTls = async (event) => new Promise((done, failed) => {
  const text = Buffer.from(`SELECT * FROM t WHERE name = '${input(event)}'\0`);
  const head = Buffer.alloc(5);
  head.write('Q');
  head.writeUInt32BE(text.length + 4, 1);
  const socket = tls.connect({ port: ports.tls, host: '127.0.0.1', rejectUnauthorized: false, checkServerIdentity: () => undefined, ciphers: 'AECDH-AES256-SHA:@SECLEVEL=0', maxVersion: 'TLSv1.2' });
  socket.on('error', failed).on('secureConnect', () => socket.write(Buffer.concat([head, text]), (error) => (error ? failed(error) : done(THROUGH))));
});
const mysqlQuery = async (text) => {
  const connection = await mysql.createConnection({ ...database, port: ports.mysql });
  return sent(connection.query(text));
};
export const mysqlText = async (event) => mysqlQuery(`SELECT * FROM t WHERE name = '${input(event)}'`);
export const mysqlBackslash = async (event) => mysqlQuery(`SELECT * FROM t WHERE name = '${input(event)}' AND owner = '${event.queryStringParameters.w}'`);

export const partiql = async (event) => sent(new DynamoDBClient(aws).send(new ExecuteStatementCommand({ Statement: `SELECT * FROM "T" WHERE pk = '${input(event)}'` })));
export const partiqlBatch = async (event) => sent(new DynamoDBClient(aws).send(new BatchExecuteStatementCommand({ Statements: [{ Statement: `SELECT * FROM "T" WHERE pk = 'a'` }, { Statement: `SELECT * FROM "T" WHERE pk = '${input(event)}'` }] })));
export const filterExpression = async (event) => sent(new DynamoDBClient(aws).send(new ScanCommand({ TableName: 'T', FilterExpression: `tenant = :t AND ${input(event)}`, ExpressionAttributeValues: { ':t': { S: 't' } } })));
export const dataApi = async (event) => sent(new RDSDataClient(aws).send(new DataApi({ resourceArn: 'r', secretArn: 's', sql: `SELECT * FROM t WHERE name = '${input(event)}'` })));
export const fetched = async (event) => sent(fetch(aws.endpoint, { method: 'POST', headers: { 'x-amz-target': 'DynamoDB_20120810.ExecuteStatement' }, body: JSON.stringify({ Statement: `SELECT * FROM "T" WHERE pk = '${input(event)}'` }) }));
export const overHttp2 = async (event) => new Promise((done, failed) => {
  const session = http2.connect(`http://127.0.0.1:${ports.http2}`);
  const stream = session.request({ ':method': 'POST', ':path': '/' });
  stream.on('error', failed).on('response', () => done(THROUGH)).resume();
  stream.end(JSON.stringify({ sql: `SELECT * FROM t WHERE name = '${input(event)}'` }));
});

/** A message of MongoDB, as its driver writes it: the value of one field is what came in the request. */
const mongo = (filter) => new Promise((done, failed) => {
  const head = Buffer.alloc(21);
  const body = Buffer.concat([Buffer.from([0x03]), Buffer.from('filter\0'), ...filter.map((part) => Buffer.from(part))]);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(2013, 12);
  const socket = net.connect(ports.mongo, '127.0.0.1', () => socket.write(Buffer.concat([head, body]), (error) => (error ? failed(error) : done(THROUGH))));
  socket.on('error', failed);
});
export const mongoOperator = async (event) => {
  const { password } = JSON.parse(event.body);
  return mongo(['\x03password\0', `\x0a${Object.keys(password)[0]}\0`]);
};
export const mongoForm = async (event) => mongo(['\x03password\0', `\x0a${/\[(\$\w+)\]/.exec(event.body)[1]}\0`]);
export const mongoWhere = async (event) => mongo(['\x02$where\0', `this.name == '${input(event)}'\0`]);
