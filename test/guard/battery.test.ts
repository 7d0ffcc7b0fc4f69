import { execFileSync } from 'child_process';
import { Attack, ATTACKS } from './attacks/cases';
import { BENIGN } from './benign/cases';
import { eachOf, Lambda, NODES, Outcome, Run } from './lambda';

jest.setTimeout(600_000);

const lambda = new Lambda();
beforeAll(() => lambda.start());
afterAll(() => lambda.stop());

const kindsOf = ({ events }: Outcome) => events.map(({ kind }) => kind);
const isThrough = ({ results }: Outcome) => results.length > 0;

if (NODES.length === 0) test.skip('the guard needs Node.js 22: name one in GUARD_NODES', () => undefined);
const onEach = (name: string, body: (node: string) => void) => NODES.forEach((node) => describe(name.replace('%s', node), () => body(node)));

onEach('attacks on %s', (node) => {
  const version = Number(execFileSync(node, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' }));
  const attacks = ATTACKS.filter(({ since = 0 }) => version >= since);
  /** Runs the steps, and returns those for which it does not hold what must. */
  const failing = async (steps: Attack[], how: Pick<Run, 'mode' | 'isUnguarded'>, holds: (attack: Attack, outcome: Outcome) => boolean) => {
    const failed: object[] = [];
    await eachOf(steps, 2, async (attack) => {
      const { step, event = {}, openings } = attack;
      const outcome = await lambda.run(node, { handler: `attacks/${step}`, events: [event], openings, ...how });
      const { events, results, thrown, output } = outcome;
      if (!holds(attack, outcome)) failed.push({ step, events, results, thrown, output: output.slice(-600) });
    });
    return failed;
  };
  const reports = ({ kind }: Attack, outcome: Outcome) => kindsOf(outcome).includes(kind);
  const elsewhere = attacks.filter(({ onlyBlocked }) => !onlyBlocked);

  test('there are at least 60 steps', () => expect(attacks.length).toBeGreaterThanOrEqual(60));

  test('without the guard each step comes through, so that what is stopped below is stopped by it', async () => {
    expect(await failing(elsewhere, { isUnguarded: true }, (_, outcome) => isThrough(outcome))).toEqual([]);
  });

  test('with `block` each step is stopped, and reported by its kind', async () => {
    const holds = (attack: Attack, outcome: Outcome) => (attack.isUndone || !isThrough(outcome)) && (attack.isSilent || reports(attack, outcome));
    expect(await failing(attacks, { mode: 'block' }, holds)).toEqual([]);
  });

  test('with `monitor` each step is reported by its kind, and none is blocked', async () => {
    expect(await failing(elsewhere.filter(({ isUnseen }) => !isUnseen), { mode: 'monitor' }, (attack, outcome) => isThrough(outcome) && reports(attack, outcome))).toEqual([]);
  });
});

onEach('honest programs on %s', (node) => {
  test('there are at least 30', () => expect(BENIGN.length).toBeGreaterThanOrEqual(30));

  test.each(['block', 'monitor'] as const)('with `%s` none is blocked, and none is reported', async (mode) => {
    const outcomes = await eachOf(BENIGN.filter(({ onlyBlocked }) => mode === 'block' || !onlyBlocked), 2, async ({ program, event, openings }) => {
      const opened = openings && { ...openings, addons: openings.addons && [lambda.addon] };
      return [program, await lambda.run(node, { handler: `benign/${program}`, events: [event ?? {}], openings: opened, mode })] as const;
    });
    const failed = outcomes.filter(([, { events, results }]) => events.length > 0 || results.length !== 1 || results[0] !== 'ok');
    expect(failed.map(([program, { output }]) => [program, output.slice(-900)])).toEqual([]);
  });
});

onEach('libraries that need an opening on %s', (node) => test.each([
  ['libraries.ajv', 'code-from-string'], ['libraries.mysqlCompiled', 'code-from-string'], ['libraries.express', 'code-from-string'], ['libraries.pinoTransport', 'worker'], ['node.addon', 'native-code'],
])('without it, %s is stopped, and reported as %s', async (program, kind) => {
  const outcome = await lambda.run(node, { handler: `benign/${program}`, events: [BENIGN.find((one) => one.program === program)?.event ?? {}] });
  expect(outcome.results).toEqual([]);
  expect(kindsOf(outcome)).toEqual([kind]);
}));

onEach('after code of the function replaced what built-ins can do, on %s', (node) => {
  const request = (note: string) => ({ httpMethod: 'POST', path: '/orders', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ note }) });

  test('an attack in a request is found as before, and an order is none', async () => {
    const events = [request('two chairs'), request('two chairs (red)'), request("x' OR '1'='1' --"), request('<script>alert(1)</script>')];
    const { events: reported, results } = await lambda.run(node, { handler: 'attacks/overwritten.answers', events, requests: 'block' });
    expect(reported.map(({ kind, detail }) => `${kind}: ${detail}`)).toEqual(['request-attack: sql-injection in body', 'request-attack: script-injection in body']);
    expect(results.map((result) => (result as { statusCode: number }).statusCode)).toEqual([200, 200, 403, 403]);
  });

  test('an error is reported as what it is', async () => {
    const { events: reported } = await lambda.run(node, { handler: 'attacks/overwritten.fails' });
    expect(reported.map(({ kind, detail }) => `${kind}: ${detail}`)).toEqual(['unhandled-error: TypeError']);
  });
});

onEach('at the same time on %s', (node) => test('invocations do not mix what came in with them', async () => {
  const attack = "x' OR '1'='1";
  const inputs = [{ v: 'a' }, { v: attack, uses: true }, { v: 'b' }, { v: 'c', uses: true }, { v: 'd' }];
  const events = inputs.map(({ v, uses }) => ({ queryStringParameters: { v }, uses }));
  const { results, thrown, events: reported } = await lambda.run(node, { handler: 'benign/concurrent.statement', events, isConcurrent: true });
  expect(results.sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(thrown).toHaveLength(1);
  expect(reported.map(({ kind }) => kind)).toEqual(['sql-injection']);
}));
