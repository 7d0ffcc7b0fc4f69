import { spawnSync } from 'child_process';
import { Lambda, NODES } from './lambda';

jest.setTimeout(120_000);

const lambda = new Lambda();
beforeAll(() => lambda.start());
afterAll(() => lambda.stop());

const SECRET = /hunter22|4111111111111111/;
/** What Lambda would hand to whoever invoked the function, which boot.mjs writes where Lambda's runtime posts it. */
const handed = (output: string) => output.split('\n').filter((line) => line.startsWith('THROWN ')).join('\n');

if (NODES.length === 0) test.skip('the guard needs Node.js 22: name one in GUARD_NODES', () => undefined);
NODES.forEach((node) => describe(`errors of the initialisation on ${node}`, () => {
  test.each(['module', 'common', 'nested', 'awaited'])('with `block`, that of %s leaves with its name alone, and its stack is in the log, masked', async (file) => {
    const { thrown, output, events, results } = await lambda.run(node, { handler: `init/${file}.handler` });
    expect({ results, thrown }).toEqual({ results: [], thrown: [expect.objectContaining({ name: 'TypeError', message: 'Internal error' })] });
    expect(output).toMatch(/TypeError: no connection to db\.internal with password=\*\*\* for card \*+1111\n\s+at .*init/);
    expect(output).not.toMatch(SECRET);
    expect(handed(output)).not.toContain('db.internal');
    expect(events.map(({ kind }) => kind).sort()).toEqual(['data-in-error', 'unhandled-error']);
  });

  test('with `block`, a file that is no JavaScript shows no line of it to a caller', async () => {
    const { thrown, output } = await lambda.run(node, { handler: 'init/syntax.handler' });
    expect(thrown).toEqual([expect.objectContaining({ name: 'SyntaxError', message: 'Internal error' })]);
    expect(handed(output)).not.toMatch(SECRET);
  });

  test('with `block`, what the guard stops is reported, and leaves without a detail', async () => {
    const { thrown, events } = await lambda.run(node, { handler: 'init/blocked.handler' });
    expect(thrown).toEqual([expect.objectContaining({ name: 'RuntimeGuardBlocked', message: 'Internal error' })]);
    expect(events.map(({ kind }) => kind)).toEqual(['child-process']);
  });

  test('with `block`, code from a string that ends the start is reported, though a library may ask for it then', async () => {
    const { thrown, events } = await lambda.run(node, { handler: 'init/compiled.handler' });
    expect(thrown).toEqual([expect.objectContaining({ name: 'RuntimeGuardBlocked', message: 'Internal error' })]);
    expect(events.map(({ kind, detail }) => `${kind}: ${detail}`)).toEqual(['code-from-string: Function']);
  });

  test('with `monitor` it goes on as it is, and is reported', async () => {
    const { thrown, events } = await lambda.run(node, { handler: 'init/module.handler', mode: 'monitor' });
    expect(thrown).toEqual([expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(SECRET) })]);
    expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['unhandled-error']));
  });

  test('under the permission model of Node.js the guard does not start, and so no function runs with half of it', () => {
    const { status, stderr, stdout } = spawnSync(node, ['-e', 'console.log("ran")'], {
      encoding: 'utf8', env: { ZT_GUARD: '{"v":1,"m":"block","h":[]}', NODE_OPTIONS: `--permission --allow-fs-read=* --require ${lambda.preload}` },
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('ERR_ACCESS_DENIED');
  });

  test('an initialisation without an error is left alone', async () => {
    const { results, thrown, events } = await lambda.run(node, { handler: 'init/sound.handler' });
    expect({ results, thrown, events }).toEqual({ results: ['ok'], thrown: [], events: [] });
  });
}));
