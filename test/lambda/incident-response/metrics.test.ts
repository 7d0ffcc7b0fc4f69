import { coordinate, intake } from '../../../lambda/incident-response';
import { Finding, TargetKind } from '../../../lambda/incident-response/finding';
import { get, open } from '../../../lambda/incident-response/incidents';
import { ResponderWorld } from '../../support/fake-aws/responder-world';

jest.mock('@smithy/node-http-handler', () => jest.requireActual('../../support/fake-aws/in-process-handler').inProcessHandler());

const FINDING: Finding = { id: 'finding', source: 'guardduty', type: '', severity: 8, title: 'SECRET TITLE', time: '', drill: false, targets: [] };
const PLAYS = [{ play: 'isolateFunction', kinds: ['FUNCTION'], mode: 'APPROVE' }, { play: 'notify', mode: 'ACT', harmless: true }];
const START = Date.parse('2026-11-29T10:00:00Z');

let lines: any[];

beforeEach(() => {
  lines = [];
  new ResponderWorld();
  Object.assign(process.env, {
    PLAYS: JSON.stringify(PLAYS), MIN_SEVERITY: '0', STATE_MACHINE: 'arn:aws:states:eu-west-1:111122223333:stateMachine:responder-1',
  });
  jest.spyOn(console, 'log').mockImplementation(() => {});
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(JSON.parse(String(line))) > 0);
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'setInterval', 'queueMicrotask'], now: START });
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

let count = 0;
async function openOne(more: Partial<Finding> = {}): Promise<string> {
  const { incident } = await open(`metrics-${count++}`, { ...FINDING, ...more }, { kind: TargetKind.FUNCTION, id: `fn-${count}` });
  return incident;
}

const after = (seconds: number) => jest.setSystemTime(START + seconds * 1_000);
const record = (incident: string, play: string, state: any) => coordinate({ step: 'RECORD', incident, play, state });
const close = (incident: string) => coordinate({ step: 'CLOSE', incident });
const message = (id: string, severity: number, drill = false) => ({
  messageId: id,
  body: JSON.stringify({
    source: 'zero-trust', detail: { id, type: 'Test', severity, drill, title: 'SECRET TITLE', targets: [{ kind: 'FUNCTION', id: `target-of-${id}` }] },
  }),
});
const take = (...Records: object[]) => intake({ Records } as any);

/** What CloudWatch reads out of the lines: name, value, unit and dimensions. */
const metrics = () => lines.filter((line) => line._aws).flatMap((line) => line._aws.CloudWatchMetrics.flatMap((directive: any) => {
  const dimensions = directive.Dimensions.flat().map((one: string) => `${one}=${line[one]}`);
  return directive.Metrics.map(({ Name, Unit }: any) => [directive.Namespace, Name, line[Name], Unit, ...dimensions].join(' '));
}));

describe('an incident that is opened', () => {
  test.each([[10, 'CRITICAL'], [9, 'CRITICAL'], [8.9, 'HIGH'], [7, 'HIGH'], [6.9, 'MEDIUM'], [4, 'MEDIUM'], [3.9, 'LOW'], [0, 'LOW']])(
    'of severity %d is counted as %s', async (severity, label) => {
      await take(message(`severity-${severity}`, severity));
      expect(metrics()).toEqual([`cdk-zero-trust/Incidents Opened 1 Count StateMachine=responder-1 Severity=${label}`]);
      expect(lines[0]._aws.Timestamp).toBe(START);
    });

  test('is counted once, however often its finding comes', async () => {
    await take(message('again', 8), message('again', 8));
    await take(message('again', 8));
    expect(metrics()).toHaveLength(1);
  });

  test('by a drill is not counted', async () => {
    await take(message('drill', 10, true));
    expect(lines).toEqual([]);
  });

  test('is counted without a word of its finding, which an attacker can have written', async () => {
    await take(message('quiet', 8));
    expect(lines[0]).toMatchObject({ Incident: expect.stringMatching(/^[0-9a-f]{32}$/), Status: 'OPEN' });
    expect(JSON.stringify(lines)).not.toMatch(/SECRET|target-of/);
  });
});

describe('time to contain', () => {
  test('runs until the first play acted, not until all were decided, and not until people were told', async () => {
    const incident = await openOne();
    after(5);
    await record(incident, 'notify', 'ACTED');
    after(90);
    await record(incident, 'isolateFunction', 'ACTED');
    after(3_600);
    await close(incident);
    expect(metrics()).toEqual(['cdk-zero-trust/Incidents SecondsToContain 90 Seconds StateMachine=responder-1']);
  });

  test('is measured once, when the step is tried again', async () => {
    const incident = await openOne();
    await record(incident, 'isolateFunction', 'ACTED');
    await close(incident);
    await close(incident);
    expect(metrics()).toHaveLength(1);
  });

  test('is not measured for a play that failed first: the failure is counted, and that it holds later is logged', async () => {
    const incident = await openOne();
    await record(incident, 'isolateFunction', 'FAILED');
    await close(incident);
    await record(incident, 'isolateFunction', 'ACTED');
    await close(incident);
    expect(metrics()).toEqual(['cdk-zero-trust/Incidents Failed 1 Count StateMachine=responder-1']);
    expect(lines.map(({ Status }) => Status)).toEqual(['FAILED', 'CONTAINED']);
    expect((await get(incident)).status).toBe('CONTAINED');
  });
});

test.each([['UNDONE'], ['DENIED']])('an incident whose play is %s is counted as closed', async (state) => {
  const incident = await openOne();
  await record(incident, 'isolateFunction', state);
  await close(incident);
  expect(metrics()).toEqual(['cdk-zero-trust/Incidents Closed 1 Count StateMachine=responder-1']);
});

test('an incident that waits for a person is not counted again', async () => {
  const incident = await openOne();
  await record(incident, 'isolateFunction', 'WAITING');
  await close(incident);
  expect(lines).toEqual([]);
});

test('a drill that ends is not counted', async () => {
  const incident = await openOne({ drill: true });
  await close(incident);
  expect(lines).toEqual([]);
});
