// Data of a masked kind on their way to a host that an Egress declares, over each protocol.
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';
import { request } from 'undici';
import { outcome, ports, THROUGH } from './common.mjs';

const PARTNER = `http://127.0.0.1:${ports.partner}/`;
const CARD = '{"pan":"4111 1111 1111 1111"}';
const post = (more = {}) => http.request({ port: ports.partner, host: '127.0.0.1', method: 'POST', ...more });

export const ended = async () => {
  const sent = post();
  sent.end(CARD);
  return outcome(sent, 'response');
};
export const cutInTwo = async () => {
  const sent = post();
  sent.write('{"pan":"4111111');
  setTimeout(() => sent.end('111111111"}'), 20);
  return outcome(sent, 'response');
};
export const asBytes = async () => {
  const sent = post({ headers: { 'content-length': CARD.length } });
  sent.end(Buffer.from(CARD));
  return outcome(sent, 'response');
};
export const corked = async () => {
  const sent = post();
  sent.cork();
  for (const character of CARD) sent.write(character);
  sent.uncork();
  sent.end();
  return outcome(sent, 'response');
};
export const inQuery = async () => (await fetch(`${PARTNER}?pan=4111111111111111`)).ok && THROUGH;
export const inHeader = async () => (await fetch(PARTNER, { headers: { 'x-pan': '4111111111111111' } })).ok && THROUGH;
export const fetched = async () => (await fetch(PARTNER, { method: 'POST', body: CARD })).ok && THROUGH;
export const streamed = async () => (await fetch(PARTNER, { method: 'POST', duplex: 'half', body: new Blob(['{"pan":"4111', '1111', '11111111"}']).stream() })).ok && THROUGH;
export const byUndici = async () => (await request(PARTNER, { method: 'POST', body: CARD })).statusCode && THROUGH;
/** The second request on a connection that is kept. */
export const keptAlive = async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const [response] = await new Promise((done, failed) => post({ agent }).on('response', (...all) => done(all)).on('error', failed).end('{"order":1}'));
  await new Promise((done) => response.resume().on('end', done));
  const sent = post({ agent });
  sent.end(CARD);
  return outcome(sent, 'response');
};
export const overHttp2 = async () => {
  const stream = http2.connect(`http://127.0.0.1:${ports.http2}`).request({ ':method': 'POST', ':path': '/' });
  stream.end(CARD);
  return outcome(stream.resume(), 'response');
};
export const bySocket = async () => new Promise((done, failed) => {
  const socket = net.connect(ports.partner, '127.0.0.1', () => socket.write(CARD, 'latin1', (error) => (error ? failed(error) : done(THROUGH))));
  socket.on('error', failed);
});
export const inBase64Write = async () => new Promise((done, failed) => {
  const socket = net.connect(ports.partner, '127.0.0.1', () => socket.write(Buffer.from(CARD).toString('base64'), 'base64', (error) => (error ? failed(error) : done(THROUGH))));
  socket.on('error', failed);
});
const ANONYMOUS = { rejectUnauthorized: false, checkServerIdentity: () => undefined, ciphers: 'AECDH-AES256-SHA:@SECLEVEL=0', maxVersion: 'TLSv1.2' };
const sentOver = (socket) => new Promise((done, failed) => socket.on('error', failed).on('secureConnect', () => socket.write(CARD, (error) => (error ? failed(error) : done(THROUGH)))));
export const overTls = async () => sentOver(tls.connect({ port: ports.tls, host: '127.0.0.1', ...ANONYMOUS }));
/** As behind a proxy, or after STARTTLS. */
export const tlsOverSocket = async () => sentOver(tls.connect({ socket: net.connect(ports.tls, '127.0.0.1'), ...ANONYMOUS }));

const connected = () => new Promise((done, failed) => {
  const socket = net.connect(ports.partner, '127.0.0.1', () => done(socket)).on('error', failed);
});
const written = (socket) => new Promise((done, failed) => socket.on('error', failed).write(CARD, (error) => (error ? failed(error) : done(THROUGH))));
/** Other ways to a connection that is open. */
export const otherSocket = async () => written(new net.Socket({ handle: (await connected())._handle }));
export const writtenDescriptor = async () => fs.writeSync((await connected())._handle.fd, CARD) && THROUGH;
export const streamedDescriptor = async () => outcome(fs.createWriteStream('', { fd: (await connected())._handle.fd, autoClose: false }).end(CARD), 'finish');
/** Beneath the socket: what libuv can write at once needs no request. */
export const byHandle = async () => (await connected())._handle.writeUtf8String({}, CARD) === 0 && THROUGH;
export const bufferByHandle = async () => (await connected())._handle.writeBuffer({}, Buffer.from(CARD)) === 0 && THROUGH;
