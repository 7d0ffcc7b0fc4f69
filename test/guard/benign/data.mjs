// What honest functions send to others.
import http from 'node:http';
import http2 from 'node:http2';
import { once } from 'node:events';

const ports = JSON.parse(process.env.PORTS);
const CARD = '{"pan":"4111 1111 1111 1111"}';
const posted = async (port, body, headers) => (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers })).ok && 'ok';

export const noCard = async () => posted(ports.partner, '{"orderId":4111111111111111,"pan":"4111111111111112","note":"pay by card ending in 1111"}');
/** A token endpoint asks for them. */
export const login = async () => posted(ports.partner, 'grant_type=password&username=jo&password=hunter22-long', { authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl' });
export const granted = async () => posted(ports.aws, CARD);
export const opened = async () => posted(ports.partner, CARD);
/** Digits of two requests make no number. */
export const twoRequests = async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (const body of ['{"a":"411111"}', '{"b":"1111111111"}']) {
    const [response] = await once(http.request({ port: ports.partner, host: '127.0.0.1', method: 'POST', agent }).end(body), 'response');
    await once(response.resume(), 'end');
  }
  return agent.destroy() ?? 'ok';
};
export const overHttp2 = async () => {
  const session = http2.connect(`http://127.0.0.1:${ports.http2}`);
  const stream = session.request({ ':method': 'POST', ':path': '/' });
  stream.end('{"order":1}');
  await once(stream.resume(), 'end');
  return session.close() ?? 'ok';
};
