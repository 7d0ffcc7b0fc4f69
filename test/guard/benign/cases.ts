import type { WrittenPolicy } from '../../../lambda/runtime-guard/policy';

/** An honest program: `file.export` below this folder, which returns `ok`. */
export interface Benign {
  readonly program: string;
  readonly event?: object;
  readonly openings?: WrittenPolicy['x'];
  /** With `monitor` it makes code of strings, and is reported; with `block` it is told that it cannot, and does without. */
  readonly onlyBlocked?: true;
}

/** Texts of people, which look like syntax and are none where they are. */
const ORDER = { body: JSON.stringify({ note: "O'Brien; DROP me a line -- or call (ask for $Ann)", price: '12.50', filter: { and: ['a = 1', '../b'] } }) };
const query = (v: string) => ({ queryStringParameters: { v } });
const QUOTED = query("O'Brien & sons; or '1'='1");
const BATCH = { Records: [{ messageId: 'm-1', body: JSON.stringify({ note: "O'Brien & sons; or '1'='1" }) }, { messageId: 'm-2', body: 'no JSON; DROP TABLE' }] };
const programs = (file: string, names: string[], more: Partial<Benign> = {}): Benign[] => names.map((name) => ({ program: `${file}.${name}`, ...more }));

export const BENIGN: Benign[] = [
  ...programs('clients', ['dynamodbGet', 's3Get', 'sts', 'secrets', 'logs', 'authorize', 'undici']),
  ...programs('clients', ['documentPut', 's3Put', 'sqs', 'sns', 'eventBridge', 'stepFunctions', 'invoke', 'fetched'], { event: ORDER }),
  ...programs('clients', ['documentQuery', 'documentUpdate', 'partiql', 'partiqlEscaped', 'dataApi', 'pgParameters', 'pgEscaped', 'pgPool', 'postgresTagged', 'mysqlQuery', 'redis'], { event: QUOTED }),
  ...programs('clients', ['pgLiteral'], { event: query('Leave it at the door, please (ring twice) - thanks; bye') }),
  ...programs('clients', ['pgSort'], { event: query('price desc, name') }),
  ...programs('services', ['keepAliveAgent', 'retried', 'waited', 'pages']),
  ...programs('services', ['uploadInParts', 'envelope', 'compressed', 'signatures'], { event: ORDER }),
  ...programs('services', ['presignedLogin', 'transaction', 'pgTransaction', 'mysqlBulk', 'redisPipeline', 'uploadedForm', 'lines', 'observed'], { event: QUOTED }),
  ...programs('services', ['partialBatch'], { event: BATCH }),
  ...programs('node', ['files', 'ownFiles', 'streams', 'tracing', 'names', 'ownServer', 'keepAlive', 'lateWrappers', 'lazyModules', 'context', 'cryptography', 'webAssembly', 'objects', 'refused']),
  ...programs('node', ['namedFile'], { event: query('common.mjs') }),
  ...programs('node', ['namedFile'], { event: query('./sub/../common.mjs') }),
  ...programs('node', ['overHttp2'], { event: QUOTED }),
  ...programs('node', ['powertools'], { event: ORDER }),
  ...programs('streaming', ['piped', 'withMetadata', 'zipped', 'written']),
  ...programs('data', ['noCard', 'login', 'granted', 'twoRequests', 'overHttp2']),
  ...programs('data', ['opened'], { openings: { data: ['127.0.0.1'] } }),
  ...programs('powertools', ['presigned'], { event: query("O'Brien (1).txt") }),
  ...programs('powertools', ['idempotency', 'parsed', 'contextLogged'], { event: ORDER }),
  ...programs('powertools', ['batch'], { event: BATCH }),
  ...programs('powertools', ['parameters', 'traced']),
  ...programs('libraries', ['pinoLogger', 'winston', 'zod', 'ajvPrecompiled'], { event: ORDER }),
  ...programs('libraries', ['axios', 'nodeFetch', 'got', 'graphql', 'jsonwebtoken', 'jose', 'mysqlRows'], { event: QUOTED }),
  ...programs('libraries', ['zodProbing'], { event: ORDER, onlyBlocked: true }),
  ...programs('libraries', ['pinoTransport'], { openings: { workers: true, code: true } }),
  ...programs('libraries', ['ajv'], { event: ORDER, openings: { code: true } }),
  ...programs('libraries', ['mysqlCompiled', 'express'], { event: QUOTED, openings: { code: true } }),
  ...programs('node', ['child'], { openings: { programs: ['true'] } }),
  ...programs('node', ['shell'], { event: QUOTED, openings: { programs: ['sh'] } }),
  ...programs('node', ['shellQuoted'], { event: query('a; b & $(c)'), openings: { programs: ['sh'] } }),
  ...programs('node', ['worker'], { openings: { workers: true } }),
  ...programs('node', ['addon'], { openings: { addons: [] } }),
  ...programs('node', ['template'], { openings: { code: true } }),
];
