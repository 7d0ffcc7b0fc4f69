import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { buildSync, BuildOptions } from 'esbuild';
import { readJavaScript } from '../../../src/graph/needs/javascript-calls';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Actions that a handler needs, `?` behind those that are possible only. */
function calledBy(code: string, name: string, environment?: Record<string, string | undefined>): string[] {
  const { calls, hidden, unread } = readJavaScript(code, 'index.js')({ names: new Set([name]), environment: environment && new Map(Object.entries(environment)) });
  expect(unread).toEqual([]);
  return [...new Set([...calls.flatMap(({ actions, certain }) => actions.map((action) => (certain ? action : `${action}?`))), ...[...hidden].map((prefix) => `${prefix}:…`)])].sort();
}

function bundle(files: Record<string, string>, options: BuildOptions): string {
  const folder = mkdtempSync(join(tmpdir(), 'needs-reach-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { outputFiles } = buildSync({
    entryPoints: [join(folder, 'index.ts')], bundle: true, write: false, platform: 'node', target: 'node22', external: ['@aws-sdk/*', '@middy/*', '@aws-lambda-powertools/*'], logLevel: 'error', ...options,
  });
  return outputFiles![0].text;
}

const SDK = 'import { DynamoDBClient, PutItemCommand, GetItemCommand, DeleteItemCommand } from "@aws-sdk/client-dynamodb"; const client = new DynamoDBClient({});';
const put = 'client.send(new PutItemCommand({}))';
const get = 'client.send(new GetItemCommand({}))';

/** Two handlers, `place` that puts and `read` that gets. */
const TWO: Record<string, Record<string, string>> = {
  'functions': { 'index.ts': `${SDK} export async function place() { return write(); } async function write() { return ${put}; } export async function read() { return ${get}; }` },
  'arrow functions': { 'index.ts': `${SDK} const write = async () => ${put}; export const place = async () => write(); export const read = async () => ${get};` },
  'handlers of other files': {
    'index.ts': 'export { handler as place } from "./place"; export { handler as read } from "./read";',
    'place.ts': `${SDK} export const handler = async () => ${put};`,
    'read.ts': `${SDK} export const handler = async () => ${get};`,
  },
  'handlers of other files, all of them': {
    'index.ts': 'export * from "./place"; export * from "./read";',
    'place.ts': `${SDK} export const place = async () => ${put};`,
    'read.ts': `${SDK} export const read = async () => ${get};`,
  },
  'what both use of a third file': {
    'index.ts': 'import * as table from "./table"; import { get } from "./table"; export const place = async () => table.put(); export const read = async () => get();',
    'table.ts': `${SDK} export const put = async () => ${put}; export const get = async () => ${get}; export const remove = async () => client.send(new DeleteItemCommand({}));`,
  },
  'methods of classes': {
    'index.ts': `${SDK} class Place { async handler() { return this.write(); } private async write() { return ${put}; } async unused() { return client.send(new DeleteItemCommand({})); } }
      class Read { constructor(private readonly table = client) {} async handler() { return this.table.send(new GetItemCommand({})); } }
      const placing = new Place(); const reading = new Read(); export const place = placing.handler.bind(placing); export const read = reading.handler.bind(reading);`,
  },
  'methods of one class': {
    'index.ts': `${SDK} class Orders { public place = async () => ${put}; async read() { return ${get}; } } const orders = new Orders(); export const place = orders.place; export const read = orders.read.bind(orders);`,
  },
  'static methods': {
    'index.ts': `${SDK} class Orders { static async place() { return ${put}; } static async read() { return ${get}; } } export const place = Orders.place; export const read = Orders.read;`,
  },
  'methods with decorators of Powertools': {
    'index.ts': `import { Tracer } from "@aws-lambda-powertools/tracer"; ${SDK} const tracer = new Tracer();
      class Place { @tracer.captureLambdaHandler() public async handler() { return ${put}; } } class Read { @tracer.captureLambdaHandler() public async handler() { return ${get}; } }
      const placing = new Place(); const reading = new Read(); export const place = placing.handler.bind(placing); export const read = reading.handler.bind(reading);`,
    'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true } }',
  },
  'handlers in Middy': {
    'index.ts': `import middy from "@middy/core"; import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware"; ${SDK} const writing = async () => ${put}; const reading = async () => ${get};
      export const place = middy(writing).use(injectLambdaContext(logger)).onError(() => {}); export const read = middy().use(injectLambdaContext(logger)).handler(reading);`,
  },
  'handlers in Powertools': {
    'index.ts': `import { makeIdempotent } from "@aws-lambda-powertools/idempotency"; ${SDK} export const place = makeIdempotent(async () => ${put}, {}); export const read = makeIdempotent(async () => ${get}, {});`,
  },
  'handlers in a wrapper of the bundle': {
    'index.ts': `import { logged } from "./logged"; ${SDK} export const place = logged(async () => ${put}); export const read = logged(async () => ${get});`,
    'logged.ts': 'export const logged = (handler) => async (event) => { try { return await handler(event); } catch (error) { console.error(error); throw error; } };',
  },
  'handlers in a wrapper with options': {
    'index.ts': `import { logged } from "./logged"; ${SDK} export const place = logged({ level: "INFO" })(async () => ${put}); export const read = logged({})(async () => ${get});`,
    'logged.ts': 'export function logged(options) { return (handler) => async (event) => { console.log(options.level); return handler(event); }; }',
  },
  'handlers of one object': { 'index.ts': `${SDK} const handlers = { place: async () => ${put}, async read() { return ${get}; } }; export const { place, read } = handlers;` },
  'CommonJS': { 'index.ts': `const { DynamoDBClient, PutItemCommand, GetItemCommand } = require("@aws-sdk/client-dynamodb"); const client = new DynamoDBClient({}); exports.place = async () => ${put}; exports.read = async () => ${get};` },
  'one object as the module': { 'index.ts': `const { DynamoDBClient, PutItemCommand, GetItemCommand } = require("@aws-sdk/client-dynamodb"); const client = new DynamoDBClient({}); const place = async () => ${put}; async function read() { return ${get}; } module.exports = { place, read };` },
};

const OUTPUTS: [string, BuildOptions][] = [
  ['as CommonJS', { format: 'cjs' }], ['as CommonJS, minified', { format: 'cjs', minify: true }], ['as an ES module', { format: 'esm' }], ['as an ES module, minified', { format: 'esm', minify: true }],
];

describe.each(OUTPUTS)('of a bundle %s, each handler calls what it does and nothing of the other:', (_output, options) => {
  test.each(Object.entries(TWO).filter(([name]) => options.format === 'cjs' || !['CommonJS', 'one object as the module'].includes(name)))('%s', (_name, files) => {
    const code = bundle(files, options);
    expect(calledBy(code, 'place')).toEqual(['dynamodb:PutItem']);
    expect(calledBy(code, 'read')).toEqual(['dynamodb:GetItem']);
  });

  test('a default export beside another one', () => {
    const code = bundle({ 'index.ts': `${SDK} export default async () => ${put}; export const read = async () => ${get};` }, options);
    expect(calledBy(code, 'default')).toEqual(['dynamodb:PutItem']);
  });

  test('a file that is loaded when it is needed', () => {
    const files = { 'index.ts': `${SDK} export const place = async () => (await import("./write")).write(); export const read = async () => ${get};`, 'write.ts': `${SDK} export const write = async () => ${put};` };
    expect(calledBy(bundle(files, options), 'read')).toEqual(['dynamodb:GetItem']);
    expect(calledBy(bundle(files, options), 'place')).toEqual(['dynamodb:PutItem']);
  });
});

describe('as TypeScript writes CommonJS', () => {
  test('two handlers', () => {
    const code = `"use strict"; Object.defineProperty(exports, "__esModule", { value: true }); exports.read = exports.place = void 0; exports.gone = gone; const client_dynamodb_1 = require("@aws-sdk/client-dynamodb");
      const client = new client_dynamodb_1.DynamoDBClient({}); const place = async () => client.send(new client_dynamodb_1.PutItemCommand({})); exports.place = place;
      const read = async () => client.send(new client_dynamodb_1.GetItemCommand({})); exports.read = read; function gone() { return client.send(new client_dynamodb_1.DeleteItemCommand({})); }`;
    expect(['place', 'read', 'gone'].map((name) => calledBy(code, name))).toEqual([['dynamodb:PutItem'], ['dynamodb:GetItem'], ['dynamodb:DeleteItem']]);
  });
});

describe('what is not resolved is never left out:', () => {
  const IMPORT = 'const { PutItemCommand, GetItemCommand } = require("@aws-sdk/client-dynamodb");';
  test.each<[string, string, string[]]>([
    ['what runs when the file is loaded', `${IMPORT} const started = start(); async function start() { await ${put}; } exports.handler = () => {};`, ['dynamodb:PutItem']],
    ['what a call at load runs', `${IMPORT} const ready = run(async () => ${put}); function run(task) { return task(); } exports.handler = () => {};`, ['dynamodb:PutItem']],
    ['through a function of the file', `${IMPORT} const ready = first(async () => ${put}); function first(a) { return second(a); } function second(b) { return b(); } exports.handler = () => {};`, ['dynamodb:PutItem']],
    ['what a library may run at load', `${IMPORT} const { init } = require("other"); const ready = init(async () => ${put}); exports.handler = () => {};`, ['dynamodb:PutItem?']],
    ['what a library gets in a statement', `${IMPORT} require("other").each(async () => ${put}); exports.handler = () => {};`, ['dynamodb:PutItem']],
    ['an export that is not seen', `${IMPORT} Object.assign(exports, make()); function make() { return { handler: () => ${put} }; }`, ['dynamodb:PutItem']],
    ['an export of a name that is computed', `${IMPORT} const place = () => ${put}; for (const name of ["handler"]) exports[name] = place;`, ['dynamodb:PutItem']],
    ['a handler by a name that is computed', `${IMPORT} const all = { place: () => ${put}, read: () => ${get} }; exports.handler = (event) => all[event.name]();`, ['dynamodb:GetItem', 'dynamodb:PutItem']],
    ['a method by a name that is computed', `${IMPORT} class Orders { place() { return ${put}; } } const orders = new Orders(); exports.handler = (event) => orders[event.name]();`, ['dynamodb:PutItem?']],
    ['a method that a library calls', `${IMPORT} class Rule { before() { return ${put}; } } exports.handler = require("other").use(new Rule());`, ['dynamodb:PutItem?']],
    ['a method of an instance that is handed on', `${IMPORT} class Orders { place() { return ${put}; } } const orders = new Orders(); exports.handler = () => run(orders); function run(one) { return one.place(); }`, ['dynamodb:PutItem']],
    ['a method of a class above', `${IMPORT} class Base { handler() { return this.act(); } } class Place extends Base { act() { return ${put}; } } const place = new Place(); exports.handler = place.handler.bind(place);`, ['dynamodb:PutItem']],
    ['names that are made while it runs', `${IMPORT} const place = () => ${put}; exports.handler = (event) => eval(event.code);`, ['dynamodb:PutItem?']],
    ['an instance that keeps itself', `${IMPORT} const seen = []; class Orders { constructor() { seen.push(this); } place() { return ${put}; } } const orders = new Orders(); exports.handler = () => seen[0].place();`, ['dynamodb:PutItem']],
    ['a global that anything may read', `${IMPORT} globalThis.place = () => ${put}; exports.handler = () => place();`, ['dynamodb:PutItem']],
    ['a value that a variable gets later', `${IMPORT} let act; exports.handler = () => { prepare(); return act(); }; function prepare() { act = () => ${put}; }`, ['dynamodb:PutItem']],
    ['a parameter that is a function', `${IMPORT} exports.handler = () => twice(() => ${put}); const twice = (act) => [act(), act()];`, ['dynamodb:PutItem']],
    ['a getter', `${IMPORT} const orders = { get first() { return ${put}; } }; exports.handler = () => orders.first;`, ['dynamodb:PutItem']],
    ['the default of a part', `${IMPORT} exports.handler = ({ act = () => ${put} }) => act();`, ['dynamodb:PutItem']],
    ['an object that is changed', `${IMPORT} const all = { act() {} }; all.act = () => ${put}; exports.handler = () => all.act();`, ['dynamodb:PutItem']],
    ['another export of the file', `${IMPORT} exports.place = () => ${put}; exports.handler = () => exports.place();`, ['dynamodb:PutItem']],
    ['a listener', `${IMPORT} const emitter = new (require("events"))(); emitter.on("x", () => ${put}); exports.handler = () => emitter.emit("x");`, ['dynamodb:PutItem']],
    ['an iterator', `${IMPORT} class Pages { *[Symbol.iterator]() { yield ${put}; } } exports.handler = () => [...new Pages()];`, ['dynamodb:PutItem']],
  ])('%s', (_name, code, expected) => {
    expect(calledBy(code, 'handler')).toEqual(expected);
  });
});

describe('by the environment of the function,', () => {
  const audit = 'client.send(new PutItemCommand({}))';
  const handler = (test: string, before = '') => `const { PutItemCommand } = require("@aws-sdk/client-dynamodb"); ${before} exports.handler = async () => { ${test} };`;
  const CALLED = ['dynamodb:PutItem'];

  test.each<[string, string, Record<string, string | undefined> | undefined, string[]]>([
    ['a variable that it has not', handler(`if (process.env.AUDIT) ${audit};`), {}, []],
    ['a variable that it has', handler(`if (process.env.AUDIT) ${audit};`), { AUDIT: 'x' }, CALLED],
    ['a variable that is known at deployment only', handler(`if (process.env.AUDIT) ${audit};`), { AUDIT: undefined }, CALLED],
    ['an environment that is not known', handler(`if (process.env.AUDIT) ${audit};`), undefined, CALLED],
    ['its other branch', handler(`if (!process.env.AUDIT) ${audit};`), { AUDIT: 'x' }, []],
    ['a text that decides', handler(`if (process.env.AUDIT === "true") ${audit};`), { AUDIT: 'false' }, []],
    ['a text that decides, the other way', handler(`if (process.env.AUDIT !== "true") ${audit};`), { AUDIT: 'false' }, CALLED],
    ['a return before it', handler(`if (!process.env.AUDIT) return; ${audit};`), {}, []],
    ['a return before it that is not taken', handler(`if (!process.env.AUDIT) return; ${audit};`), { AUDIT: 'x' }, CALLED],
    ['a constant', handler(`if (isAudited) ${audit};`, 'const isAudited = process.env.AUDIT === "on";'), { AUDIT: 'off' }, []],
    ['a configuration', handler(`if (config.audit.on) ${audit};`, 'const config = { audit: process.env.AUDIT };'), {}, CALLED],
    ['a configuration that is one object', handler(`if (config.audit) ${audit};`, 'const config = { audit: process.env.AUDIT === "on" };'), {}, []],
    ['a configuration that a function makes', handler(`if (config.audit) ${audit};`, 'const config = read(); function read() { return { audit: Boolean(process.env.AUDIT) }; }'), {}, []],
    ['a configuration that is changed', handler(`if (config.audit) ${audit};`, 'const config = { audit: process.env.AUDIT }; config.audit = true;'), {}, CALLED],
    ['a configuration that is handed on', handler(`if (config.audit) ${audit};`, 'const config = { audit: process.env.AUDIT }; fill(config);'), {}, CALLED],
    ['a name taken out', handler(`if (AUDIT) ${audit};`, 'const { AUDIT } = process.env;'), {}, []],
    ['a name taken out, with another value', handler(`if (AUDIT === "on") ${audit};`, 'const { AUDIT = "on" } = process.env;'), {}, CALLED],
    ['a short way', handler(`process.env.AUDIT && ${audit};`), {}, []],
    ['a choice', handler(`return process.env.AUDIT ? ${audit} : undefined;`), {}, []],
    ['a case', handler(`switch (process.env.MODE) { case "audit": return ${audit}; default: return; }`), { MODE: 'plain' }, []],
    ['a case that is the one', handler(`switch (process.env.MODE) { case "audit": return ${audit}; default: return; }`), { MODE: 'audit' }, CALLED],
    ['a case that is not known', handler(`switch (process.env.MODE) { case "audit": return ${audit}; default: return; }`), { MODE: undefined }, CALLED],
    ['a variable that the code sets', handler(`if (process.env.AUDIT) ${audit};`, 'process.env.AUDIT = "x";'), {}, CALLED],
    ['variables of a file', handler(`if (process.env.AUDIT) ${audit};`, 'require("dotenv").config();'), {}, CALLED],
    ['a variable of Lambda', handler(`if (process.env.AWS_REGION) ${audit};`), {}, CALLED],
    ['a variable in a loop', handler(`for (let on = false; ; on = true) if (on) ${audit};`), {}, CALLED],
    ['a value from elsewhere', handler(`if (process.env[name]) ${audit};`), {}, CALLED],
    ['a variable that is assigned later', handler(`if (!on) ${audit}; start();`, 'let on; function start() { on = process.env.AUDIT; }'), { AUDIT: 'x' }, CALLED],
  ])('%s', (_name, code, environment, expected) => {
    expect(calledBy(code, 'handler', environment)).toEqual(expected);
  });
});
