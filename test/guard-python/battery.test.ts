import { spawnSync } from 'child_process';
import { createServer, Server } from 'http';
import { AddressInfo, Server as TcpServer } from 'net';
import { ATTACKS } from './attacks';
import { BENIGN } from './benign';
import { databases } from './databases';
import { onEachPython, Python } from './python';
import { run } from './run';

const modes = ['block', 'monitor'] as const;
/** One that is granted, and one that an `Egress` declares. */
let servers: Server[];
let port: number;
let outside: number;
let stores: TcpServer[];
let postgres: number;
let mongo: number;

const listening = async () => {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => body += chunk).on('end', () => {
      const action = /^Action=(\w+)/.exec(body)?.[1]; // the older services of AWS answer in XML
      const answer = action === undefined ? '{}' : `<${action}Response><${action}Result/></${action}Response>`;
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(request.method === 'PUT' ? '' : answer);
    });
  }).on('clientError', (_, socket) => socket.destroy());
  await new Promise<void>((done) => server.listen(0, done));
  return server;
};
beforeAll(async () => {
  servers = [await listening(), await listening()];
  [port, outside] = servers.map((server) => (server.address() as AddressInfo).port);
  stores = databases();
  for (const store of stores) await new Promise<void>((done) => store.listen(0, '127.0.0.1', done));
  [postgres, mongo] = stores.map((store) => (store.address() as AddressInfo).port);
});
afterAll(() => [...servers, ...stores].forEach((server) => server.close()));

const policyOf = (mode: string, openings?: object) => ({
  v: 1, m: mode, h: [`127.0.0.1:${port}`, `localhost:${port}`, `127.0.0.1:${postgres}`, `127.0.0.1:${mongo}`, 'dynamodb'], o: [`127.0.0.1:${outside}`, `localhost:${outside}`], k: ['card', 'password', 'jwt'], x: openings,
});
const sourceOf = (body: string) => `import sqlite3\nPORT = ${port}\nOUTSIDE = ${outside}\nPOSTGRES = ${postgres}\nMONGO = ${mongo}\ndef handler(event, context):\n  ${body.replaceAll('\n', '\n  ')}\n`;
const has = (python: Python, name: string) => spawnSync(python.path, ['-c', `import ${name}`]).status === 0;

onEachPython((python) => {
  describe.each(modes)('mode %s', (mode) => {
    const possible = Object.entries(ATTACKS).filter(([, { needs }]) => needs === undefined || has(python, needs));
    test.each(possible)('%s', async (__, { kind, body, event = {}, openings, error = 'Blocked' }) => {
      const program = { source: sourceOf(body), policy: policyOf(mode, openings), events: [event] };
      const { answers: [answer], events, stderr } = await run(python, program);
      expect({ kinds: events.map(({ Kind }) => Kind), stderr }).toMatchObject({ kinds: expect.arrayContaining([kind]) });
      expect(events.every(({ Mode }) => Mode === mode)).toBe(true);
      if (mode === 'block') expect(answer).toMatchObject({ error, message: 'Internal error' });
      else expect(answer?.error).not.toBe('Blocked');
    });

    const present = Object.entries(BENIGN).filter(([, { needs }]) => needs === undefined || has(python, needs));
    test.each(present)('benign: %s', async (__, { body, event = {}, answer, openings }) => {
      const program = { source: sourceOf(body), policy: policyOf(mode, openings), events: [event, event] };
      const { answers, events, stderr } = await run(python, program);
      expect({ answers, events, stderr }).toMatchObject({ answers: [{ answer }, { answer }], events: [] });
    });
  });
});
