// Stands in for Lambda's runtime: imports what _HANDLER names, as its interface client does, and calls it with events of its own.
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { PassThrough } from 'node:stream';

const name = process.env._HANDLER;
const file = basename(name);
const base = resolve(process.env.LAMBDA_TASK_ROOT, dirname(name), file.slice(0, file.indexOf('.')));
const path = ['.js', '.mjs', '.cjs'].map((extension) => base + extension).find((candidate) => existsSync(candidate));
const out = process.stdout.write.bind(process.stdout);
const { parse, stringify } = JSON; // attacks overwrite them
const tell = (what, value) => out(`${what} ${stringify(value ?? null)}\n`);
const shape = (error) => ({ name: error?.name, code: error?.code, message: error?.message });

process.on('uncaughtException', (error) => {
  tell('THROWN', { ...shape(error), uncaught: true });
  process.exit(1);
});
// as Lambda's runtime has them: a handler that is marked, and a head of JSON before the body
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
globalThis.awslambda = {
  streamifyResponse: (handler) => Object.assign(handler, { [STREAMING]: 'response' }),
  HttpResponseStream: {
    from(stream, metadata) {
      stream.write(stringify(metadata));
      stream.write(new Uint8Array(8));
      return stream;
    },
  },
};
const module = await import(path);
const handler = file.slice(file.indexOf('.') + 1).split('.').reduce((found, part) => found?.[part] ?? found?.default?.[part], module);
const streamed = async (event, context) => {
  const stream = new PassThrough();
  const ended = new Promise((done, failed) => stream.on('end', done).on('error', failed));
  stream.resume();
  await Promise.all([handler(event, stream, context), ended]);
  return 'ok';
};
const call = async (event, index) => {
  try {
    tell('RESULT', await (handler[STREAMING] ? streamed : handler)(event, { awsRequestId: `request-${index}` }));
  } catch (error) {
    tell('THROWN', shape(error));
  }
};
const events = parse(process.env.EVENTS);
if (process.env.CONCURRENT) await Promise.all(events.map(call));
else for (let i = 0; i < events.length; i++) await call(events[i], i); // without an iterator: attacks overwrite it
process.exit(0);
