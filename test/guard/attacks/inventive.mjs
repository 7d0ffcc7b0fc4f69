// Ways that were thought of after the guard was written: what Node.js hands out beside its sinks.
import { AsyncLocalStorage } from 'node:async_hooks';
import { channel, tracingChannel } from 'node:diagnostics_channel';
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import Module, { createRequire } from 'node:module';
import net from 'node:net';
import { join } from 'node:path';
import { Client, Pool } from 'undici';
import { INSIDE, OUTSIDE, left, outcome, ports, SOCKET, THROUGH } from './common.mjs';

const require = createRequire(import.meta.url);
const CODE = "'through'";
const EVIL = `http://127.0.0.1:${ports.evil}`;

/** A channel hands out the sockets of clients before they connect. */
export const channelSocket = async () => {
  let given;
  channel('net.client.socket').subscribe(({ socket }) => { given ??= socket; });
  net.connect(ports.aws, '127.0.0.1').on('error', () => undefined);
  given.destroy();
  return outcome(new given.constructor().connect(ports.evil, '127.0.0.1'), 'connect');
};
export const tracedModule = async () => {
  let exports;
  tracingChannel('module.require').subscribe({ end: ({ result }) => { exports = result; } });
  require('node:child_process');
  return (exports ?? require('node:child_process')).execFileSync('id') && THROUGH;
};
export const undiciPool = async () => (await new Pool(EVIL).request({ path: '/', method: 'GET' })).statusCode && THROUGH;
export const undiciSocketPath = async () => (await new Client('http://localhost', { connect: { socketPath: SOCKET } }).request({ path: '/', method: 'GET', headersTimeout: 500 }).catch(left)) && THROUGH;
export const fetchedByDispatcher = async () => {
  const { fetch: own } = require('undici');
  return (await own(EVIL, { dispatcher: new Pool(EVIL) })).status && THROUGH;
};
export const http2Connection = async () => {
  const session = http2.connect('http://api.declared.invalid', { createConnection: () => net.connect(ports.evil, '127.0.0.1') });
  return outcome(session, 'connect', 'remoteSettings').catch(left);
};
export const socketPath = async () => outcome(http.get({ socketPath: SOCKET, timeout: 500 }), 'response', 'timeout').catch(left);
export const socketByAsyncResource = async () => new Promise((done, failed) => {
  AsyncLocalStorage.bind(() => net.connect(ports.evil, '127.0.0.1').on('connect', () => done(THROUGH)).on('error', failed))();
});
export const blockedList = async () => outcome(net.connect({ port: ports.evil, host: '127.0.0.1', autoSelectFamily: true, blockList: new net.BlockList() }), 'connect');

export const stripped = async () => {
  const code = require('node:module').stripTypeScriptTypes(`const a: string = ${CODE}; export default a;`);
  fs.writeFileSync(join(INSIDE, 'typed.mts'), code);
  return (await import(join(INSIDE, 'typed.mts'))).default;
};
export const attributes = async () => (await import(`data:application/json,${encodeURIComponent('"through"')}`, { with: { type: 'json' } })).default;
export const wrapper = async () => {
  Module.wrapper[0] = `${Module.wrapper[0]} return module.exports = ${CODE};`;
  fs.writeFileSync(join(INSIDE, 'wrapped.cjs'), '');
  return require(join(INSIDE, 'wrapped.cjs'));
};
export const prepared = async () => {
  let caller;
  Error.prepareStackTrace = (_, frames) => { caller = frames.map((frame) => frame.getFunction?.() ?? frame.getThis?.()).find((one) => typeof one?.binding === 'function'); return ''; };
  try { net.connect(ports.evil, '127.0.0.1').on('error', () => undefined); require('child_process').execFileSync('id'); } catch (error) { void error.stack; if (caller === undefined) throw error; }
  return THROUGH;
};

export const extension = async () => {
  const { DatabaseSync } = require('node:sqlite');
  new DatabaseSync(':memory:', { allowExtension: true }).loadExtension(process.env.ADDON);
  return THROUGH;
};

export const copiedEnvironment = async () => {
  fs.cpSync('/proc/self/environ', join(INSIDE, 'copied'));
  return fs.readFileSync(join(INSIDE, 'copied'), 'latin1').length >= 0 && THROUGH;
};
export const listedDescriptors = async () => fs.readdirSync('/proc/self/fd').length > 0 && THROUGH;

export const openedFolder = async () => fs.opendirSync('/proc/self/fd').readSync() && THROUGH;
export const openedFolderPromise = async () => (await (await fs.promises.opendir('/proc/self/fd')).read()) && THROUGH;
export const readvFile = async () => fs.readvSync(fs.openSync('/proc/thread-self/environ'), [Buffer.alloc(8)]) && THROUGH;
export const copiedFolder = async () => fs.cpSync(process.env.INSIDE, join(OUTSIDE, 'copy'), { recursive: true, force: true }) ?? THROUGH;
export const namedReport = async () => {
  process.report.directory = OUTSIDE;
  return process.report.writeReport('own.json') && THROUGH;
};
export const dlopenFlags = async () => process.dlopen({ exports: {} }, process.env.ADDON, require('node:os').constants.dlopen.RTLD_NOW) ?? THROUGH;
/** The guard loads a part of itself when it first needs it: what stands in between must not change it. */
const hidden = () => {
  console.log('pan 4111 1111 1111 1111');
  return THROUGH;
};
export const partByLoad = async () => {
  const load = Module._load;
  Module._load = (...args) => (`${args[0]}`.includes('mask') ? { mask: (text) => ({ text, kinds: [] }) } : load(...args));
  return hidden();
};
export const partByExtension = async () => {
  Module._extensions['.js'] = (made) => { made.exports = { mask: (text) => ({ text, kinds: [] }) }; };
  return hidden();
};
export const partByWrap = async () => {
  Module.wrap = () => '(function (exports) { exports.mask = (text) => ({ text, kinds: [] }); })';
  return hidden();
};
