// What honest functions do with Node.js itself.
import { AsyncLocalStorage } from 'node:async_hooks';
import { execFileSync, spawn } from 'node:child_process';
import crypto from 'node:crypto';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { once } from 'node:events';
import fs from 'node:fs';
import fsp from 'node:fs/promises';
import http from 'node:http';
import http2 from 'node:http2';
import { createRequire } from 'node:module';
import net from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const require = createRequire(import.meta.url);
const ports = JSON.parse(process.env.PORTS);
const inside = (name) => join(process.env.INSIDE, name);

export const files = async () => {
  await fsp.mkdir(inside('a/b'), { recursive: true });
  await fsp.writeFile(inside('a/b/c'), 'x');
  fs.appendFileSync(inside('a/b/c'), 'y');
  fs.renameSync(inside('a/b/c'), inside('a/d'));
  fs.symlinkSync(inside('a/d'), inside('a/e'));
  const text = await fsp.readFile(inside('a/e'), 'utf8');
  const made = fs.mkdtempSync(inside('made-'));
  fs.cpSync(inside('a'), join(made, 'copy'), { recursive: true });
  await fsp.rm(inside('a'), { recursive: true });
  fs.writeFileSync('/dev/null', 'x');
  return text === 'xy' && 'ok';
};
export const ownFiles = async () => {
  const names = fs.readdirSync(process.env.LAMBDA_TASK_ROOT);
  await fsp.stat('/etc/hosts');
  fs.readFileSync('/etc/hosts');
  fs.readFileSync('/proc/meminfo');
  return names.length > 0 && fs.existsSync(new URL(import.meta.url)) && 'ok';
};
export const namedFile = async (event) => fs.readFileSync(join(process.env.LAMBDA_TASK_ROOT, 'attacks', event.queryStringParameters.v), 'utf8').length > 0 && 'ok';
export const streams = async () => {
  await pipeline(fs.createReadStream('/etc/hosts'), zlib.createGzip(), fs.createWriteStream(inside('hosts.gz')));
  return promisify(zlib.gunzip)(fs.readFileSync(inside('hosts.gz'))).then(() => 'ok');
};
export const tracing = async () => {
  const socket = dgram.createSocket('udp4');
  const [host, port] = process.env.AWS_XRAY_DAEMON_ADDRESS.split(':');
  await promisify((done) => socket.send('{"format":"json","version":1}\n{}', Number(port), host, done))();
  socket.connect(Number(port), host);
  await once(socket, 'connect');
  await promisify((done) => socket.send('{}', done))();
  return socket.close() && 'ok';
};
export const names = async () => {
  await dns.promises.lookup('localhost');
  const { address } = await promisify(dns.lookup)('localhost');
  return address !== undefined && 'ok';
};
/** A web framework behind an adapter: a server of its own on a port or a socket. */
export const ownServer = async () => {
  const server = http.createServer((request, response) => response.end('hello'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const text = await (await fetch(`http://127.0.0.1:${server.address().port}/`)).text();
  server.close();
  const local = http.createServer((request, response) => response.end('hello')).listen(inside('server.sock'));
  await once(local, 'listening');
  const [response] = await once(http.get({ socketPath: inside('server.sock') }), 'response');
  response.resume();
  return text === 'hello' && local.close() && 'ok';
};
export const keepAlive = async () => {
  const agent = new http.Agent({ keepAlive: true });
  for (let i = 0; i < 3; i++) {
    const [response] = await once(http.get({ port: ports.aws, host: '127.0.0.1', agent }), 'response');
    await once(response.resume(), 'end');
  }
  return agent.destroy() ?? 'ok';
};
export const overHttp2 = async (event) => {
  const session = http2.connect(`http://127.0.0.1:${ports.http2}`);
  const stream = session.request({ ':method': 'POST', ':path': '/' });
  stream.end(JSON.stringify({ sql: 'SELECT 1 WHERE a = :a', parameters: [event.queryStringParameters.v] }));
  await once(stream.resume(), 'end');
  return session.close() ?? 'ok';
};
export const powertools = async (event) => {
  const logger = new Logger({ serviceName: 'orders' });
  const metrics = new Metrics({ namespace: 'orders', serviceName: 'orders' });
  logger.info('order', { event });
  metrics.addMetric('orders', MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
  return 'ok';
};
/** As agents of APM do: functions are wrapped after the guard, and modules when they are loaded. */
export const lateWrappers = async () => {
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...args) { return connect.apply(this, args); };
  const { request } = http;
  http.request = (...args) => request(...args);
  const { readFile } = fs;
  fs.readFile = (...args) => readFile(...args);
  const { prototype } = require('module');
  const load = prototype.require;
  prototype.require = function (id) { return load.call(this, id); };
  await promisify(fs.readFile)('/etc/hosts');
  const [response] = await once(http.request({ port: ports.aws, host: '127.0.0.1' }).end(), 'response');
  return response.resume().statusCode === 200 && require('node:http2') && 'ok';
};
export const lazyModules = async () => {
  for (const name of ['http2', 'worker_threads', 'node:inspector', 'vm', 'node:cluster', 'node:test/reporters']) require(name);
  await import('node:diagnostics_channel');
  return require('./lazy.cjs') === 1 && 'ok';
};
export const context = async () => {
  const storage = new AsyncLocalStorage();
  return storage.run('ok', async () => {
    await new Promise(setImmediate);
    return storage.getStore();
  });
};
export const cryptography = async () => {
  const { privateKey, publicKey } = await promisify(crypto.generateKeyPair)('ec', { namedCurve: 'P-256' });
  return crypto.verify('sha256', Buffer.from('x'), publicKey, crypto.sign('sha256', Buffer.from('x'), privateKey)) && 'ok';
};
export const webAssembly = async () => {
  await WebAssembly.instantiate(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  return 'ok';
};
export const objects = async () => {
  const made = Object.assign({}, JSON.parse('{"toString":"own","constructor":"own"}'));
  class Own { toString() { return 'own'; } }
  return made.toString === 'own' && `${new Own()}` === 'own' && 'ok';
};
export const refused = async () => {
  const error = await once(net.connect(ports.redis, '127.0.0.1').destroy(new Error('own')), 'close').catch(({ message }) => message);
  return error === 'own' && 'ok';
};

// with openings
export const child = async () => {
  const [code] = await once(spawn('true'), 'exit');
  return code === 0 && execFileSync('true').length === 0 && 'ok';
};
export const shell = async (event) => execFileSync('sh', ['-c', 'echo "$1"', 'sh', event.queryStringParameters.v]).length > 0 && 'ok';
export const shellQuoted = async (event) => execFileSync('/bin/sh', ['-c', `echo '${event.queryStringParameters.v}'`]).length > 0 && 'ok';
export const worker = async () => {
  const { Worker } = await import('node:worker_threads');
  const [answer] = await once(new Worker(new URL('./worker.cjs', import.meta.url), { workerData: ports.aws, env: { OWN: '1' } }), 'message');
  return answer;
};
export const addon = async () => require(process.env.ADDON) && 'ok';
export const template = async () => new Function('name', 'return `hello ${name}`')('you') === 'hello you' && require('vm').runInNewContext('1 + 1') === 2 && 'ok';
