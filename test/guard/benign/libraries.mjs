// What honest functions do with the libraries that most of them have. Each program loads its own, as a function that needs it late does.
import { join } from 'node:path';
import { Writable } from 'node:stream';

const ports = JSON.parse(process.env.PORTS);
const endpoint = `http://127.0.0.1:${ports.aws}`;
const input = (event) => event.queryStringParameters.v;
const order = (event) => JSON.parse(event.body);

// loggers
export const pinoLogger = async (event) => {
  const { pino } = await import('pino');
  const logger = pino({ level: 'debug', base: { service: 'orders' }, redact: ['input.price', 'headers.*'], timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } });
  logger.child({ requestId: 'r' }, { serializers: { input: (held) => held } }).info({ input: order(event) }, 'order of %s', 'Ann');
  logger.error(new Error('no stock', { cause: new TypeError('count') }));
  pino(pino.destination({ dest: join(process.env.INSIDE, 'pino.log'), sync: true })).warn('to a file');
  pino({}, pino.destination({ dest: 1, sync: false, minLength: 0 })).info('without waiting');
  return 'ok';
};
/** Its transports run in a worker thread. */
export const pinoTransport = async () => {
  const { pino } = await import('pino');
  const file = join(process.env.INSIDE, 'transport.log');
  const transport = pino.transport({ target: 'pino/file', options: { destination: file } });
  const waiting = setInterval(() => undefined, 1_000); // as the connection of Lambda's runtime does, where the thread keeps no process alive
  await new Promise((done, failed) => transport.on('ready', done).on('error', failed));
  pino(transport).info('by a thread');
  await new Promise((done) => transport.on('close', done).end());
  clearInterval(waiting);
  const { readFileSync } = await import('node:fs');
  return readFileSync(file, 'utf8').includes('by a thread') && 'ok';
};
export const winston = async (event) => {
  const { default: { createLogger, format, transports } } = await import('winston');
  const lines = [];
  const stream = new Writable({ write: (line, _, done) => (lines.push(`${line}`), done()) });
  const own = format((info) => ({ ...info, service: 'orders' }));
  const options = { format: format.combine(own(), format.timestamp(), format.errors({ stack: true }), format.splat(), format.json()), transports: [new transports.Console(), new transports.Stream({ stream }), new transports.File({ filename: join(process.env.INSIDE, 'winston.log') })] };
  const logger = createLogger(options);
  logger.info('order %s', 'one', { input: order(event) });
  logger.child({ requestId: 'r' }).error(new Error('no stock'));
  await new Promise((done) => logger.on('finish', done).end());
  return lines.length === 2 && 'ok';
};

// clients of HTTP
export const axios = async (event) => {
  const { default: client } = await import('axios');
  const own = client.create({ baseURL: endpoint, timeout: 5_000, headers: { 'x-service': 'orders' } });
  own.interceptors.request.use((config) => config);
  const form = new FormData();
  form.append('note', input(event));
  const statuses = [await own.get('/', { params: { v: input(event) } }), await own.post('/', { note: input(event) }), await own.post('/', form), await own.get('/', { adapter: 'fetch' }), await own.get('/', { responseType: 'stream' })];
  const refused = await own.get('/', { validateStatus: () => false }).catch(({ isAxiosError }) => isAxiosError);
  return statuses.every(({ status }) => status === 200) && refused === true && 'ok';
};
export const nodeFetch = async (event) => {
  const { default: fetched, FormData: Form } = await import('node-fetch');
  const form = new Form();
  form.set('note', input(event));
  const sent = await fetched(endpoint, { method: 'POST', body: form });
  return sent.ok && (await fetched(endpoint, { headers: { 'accept-encoding': 'gzip' } })).json().then(() => 'ok');
};
export const got = async (event) => {
  const { default: client } = await import('got');
  const own = client.extend({ prefixUrl: endpoint, retry: { limit: 2 }, timeout: { request: 5_000 } });
  await own.post('orders', { json: { note: input(event) } }).json();
  const pages = await own.paginate.all('pages', { pagination: { transform: () => [1], paginate: () => false } });
  return pages.length === 1 && (await own.get('orders', { searchParams: { v: input(event) } })).statusCode === 200 && 'ok';
};

// queries, schemas and tokens
export const graphql = async (event) => {
  const { buildSchema, graphql: run, parse, validate } = await import('graphql');
  const schema = buildSchema('type Query { order(note: String!): Order } type Order { id: ID!, note: String, parts(first: Int = 2): [Int] } type Mutation { cancel(id: ID!): Boolean }');
  const source = 'query Order($note: String!) { order(note: $note) { ...fields parts(first: 3) __typename } } fragment fields on Order { id note }';
  const rootValue = { order: ({ note }) => ({ id: '1', note, parts: ({ first }) => Array(first).fill(1) }) };
  const { data, errors } = await run({ schema, source, rootValue, variableValues: { note: input(event) } });
  return errors === undefined && validate(schema, parse('{ order(note: "a") { nothing } }')).length === 1 && data.order.note === input(event) && 'ok';
};
/** Without code of strings in both modes: it asks whether there can be some when it first parses, and has a way without. */
export const zod = async (event) => {
  const { z } = await import('zod');
  z.config({ jitless: true });
  return zodProbing(event);
};
export const zodProbing = async (event) => {
  const { z } = await import('zod');
  const schema = z.object({ note: z.string().max(200).transform((text) => text.trim()), price: z.coerce.number().positive(), filter: z.record(z.string(), z.array(z.string())) }).strict();
  const tagged = z.discriminatedUnion('type', [z.object({ type: z.literal('a'), at: z.iso.datetime() }), z.object({ type: z.literal('b'), mail: z.email() })]);
  return schema.parse(order(event)).price === 12.5 && !tagged.safeParse({ type: 'b', mail: order(event).note }).success && z.toJSONSchema(schema.shape.price) && 'ok';
};
const SCHEMA = { type: 'object', properties: { note: { type: 'string', maxLength: 200 }, price: { type: 'string', pattern: '^\\d+\\.\\d{2}$' } }, required: ['note'], additionalProperties: true };
/** Makes code of a schema, and runs it. */
export const ajv = async (event) => {
  const { default: { default: Ajv } } = await import('ajv');
  const validate = new Ajv({ allErrors: true }).compile(SCHEMA);
  return validate(order(event)) && !validate({}) && 'ok';
};
/** The same code, made when the function was built. */
export const ajvPrecompiled = async (event) => {
  const { default: validate } = await import('./validate.cjs');
  return validate(order(event)) && !validate({}) && 'ok';
};
export const jsonwebtoken = async (event) => {
  const { default: jwt } = await import('jsonwebtoken');
  const token = jwt.sign({ sub: input(event), scope: 'orders' }, 'a key of at least thirty-two bytes', { expiresIn: 60, audience: 'orders' });
  const wrong = () => jwt.verify(token, 'another key of at least thirty-two', { algorithms: ['HS256'] });
  let message = '';
  try { wrong(); } catch (error) { ({ message } = error); }
  return jwt.verify(token, 'a key of at least thirty-two bytes', { audience: 'orders', algorithms: ['HS256'] }).sub === input(event) && message === 'invalid signature' && 'ok';
};
export const jose = async (event) => {
  const { createLocalJWKSet, createRemoteJWKSet, CompactEncrypt, compactDecrypt, exportJWK, generateKeyPair, jwtVerify, SignJWT } = await import('jose');
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const token = await new SignJWT({ sub: input(event) }).setProtectedHeader({ alg: 'ES256', kid: 'k' }).setExpirationTime('1m').sign(privateKey);
  const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: [{ ...await exportJWK(publicKey), kid: 'k' }] }));
  const key = new Uint8Array(32).fill(7);
  const sealed = await new CompactEncrypt(new TextEncoder().encode(input(event))).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(key);
  const { plaintext } = await compactDecrypt(sealed, key);
  const remote = await createRemoteJWKSet(new URL(`${endpoint}/jwks.json`))({ alg: 'ES256', kid: 'k' }).catch(({ code }) => code);
  return payload.sub === input(event) && new TextDecoder().decode(plaintext) === input(event) && remote.startsWith('ERR_J') && 'ok';
};

// drivers and frameworks
/** The driver makes code for the columns of each statement, unless it is told not to. */
export const mysqlRows = async (event) => mysqlRow(event, { disableEval: true });
export const mysqlCompiled = async (event) => mysqlRow(event, {});
async function mysqlRow(event, options) {
  const { default: mysql } = await import('mysql2/promise');
  const connection = await mysql.createConnection({ host: '127.0.0.1', port: ports.mysql, user: 'u', password: 'p', database: 'd', ...options });
  const [[{ note }]] = await connection.query('SELECT note FROM rows_of_one WHERE name = ?', [input(event)]);
  await connection.end();
  return note === 'text' && 'ok';
}
/** Behind an adapter, with a server of its own. */
export const express = async (event) => {
  const { default: framework } = await import('express');
  const app = framework().use(framework.json()).post('/orders/:id', (request, response) => response.json({ ...request.body, id: request.params.id }));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/orders/7?page=2`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ note: input(event) }) });
  server.closeAllConnections();
  server.close();
  return (await answer.json()).note === input(event) && 'ok';
};
