import { Lambda, NODES } from './lambda';

jest.setTimeout(120_000);

const lambda = new Lambda();
beforeAll(() => lambda.start());
afterAll(() => lambda.stop());

const CARD = '4111 1111 1111 1111';
/** By the word that each line begins with; those of a handle are there where standard output is a pipe. */
const NAMES = ['named', 'part', 'list', 'promised', 'called', 'vector', 'file', 'appended', 'later', 'handle', 'bytes', 'stream'];

if (NODES.length === 0) test.skip('the guard needs Node.js 22: name one in GUARD_NODES', () => undefined);
NODES.forEach((node) => describe(`the log by its descriptors on ${node}`, () => {
  test('cards are masked, and each caller is told the length that it gave', async () => {
    const { output, results, events } = await lambda.run(node, { handler: 'logs/descriptors.handler' });
    for (const name of NAMES) expect(output).toContain(`${name} **** **** **** 1111\n`);
    expect(output).not.toContain(CARD);
    expect(results).toEqual([['named', 'part', 'list'].map((name) => `${name} ${CARD}\n`.length)]);
    expect(events.map(({ kind }) => kind)).toContain('data-in-log');
  });

  test('without the guard they are not', async () => {
    const { output } = await lambda.run(node, { handler: 'logs/descriptors.handler', isUnguarded: true });
    for (const name of NAMES) expect(output).toContain(`${name} ${CARD}\n`);
  });
}));
