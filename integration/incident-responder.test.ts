import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import {
  GetEventSourceMappingCommand, GetFunctionConcurrencyCommand, InvokeCommand, LambdaClient, ListEventSourceMappingsCommand, ListTagsCommand,
} from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { removeFolders, respondingStacks } from './apps';
import { eventually } from './use/eventually';
import { RespondingOrders } from './use/responding-orders';

const orders = new RespondingOrders();
const lambda = new LambdaClient({});
const events = new EventBridgeClient({});

beforeAll(() => orders.deploy(respondingStacks()));

afterAll(async () => {
  await orders.takeDown();
  removeFolders();
});

const idOf = (path: string) => orders.idOf(path);

let count = 0;
/** Sends what a detector of ours would send, to the bus of the account. */
async function find(target: { kind: string; id: string }, more: Record<string, unknown> = {}): Promise<string> {
  const id = (more.id as string | undefined) ?? `finding-${count++}`;
  const Detail = JSON.stringify({ id, type: 'Test', severity: 8, title: 'A test', targets: [target], ...more });
  await events.send(new PutEventsCommand({ Entries: [{ Source: 'zero-trust', DetailType: 'Finding', Detail }] }));
  return id;
}

const incidents = () => orders.incidents();

const incidentOf = async (finding: string) => (await incidents()).find((one) => one.finding.id === finding);
const until = (finding: string, fits: (incident: any) => boolean) =>
  eventually(() => incidentOf(finding), (incident) => incident !== undefined && fits(incident));
const waits = (play: string) => (incident: any) => incident.plays[play]?.state === 'WAITING';

/** As a person does: by the function that takes decisions. */
async function decide(payload: Record<string, unknown>) {
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand({
    FunctionName: idOf('TrustZone/Responder/Decide'), Payload: JSON.stringify({ by: 'a tester', reason: 'a test', ...payload }),
  }));
  return { FunctionError, answer: JSON.parse(Buffer.from(Payload!).toString()) };
}

const invoke = (FunctionName: string) => lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({}) }));

async function stateOf(FunctionName: string) {
  const { ReservedConcurrentExecutions } = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
  const mappings = await Promise.all(EventSourceMappings.map(({ UUID }) => lambda.send(new GetEventSourceMappingCommand({ UUID }))));
  return { concurrency: ReservedConcurrentExecutions, mappings: mappings.map(({ State }) => State) };
}

describe('a function that a finding names', () => {
  test('is isolated when a person approves, and works again when it is undone', async () => {
    const fn = idOf('ship-order');
    const before = await stateOf(fn);
    expect(before.mappings).toEqual(['Enabled']);

    const finding = await find({ kind: 'FUNCTION', id: fn });
    const { incident } = await until(finding, waits('isolateFunction'));
    expect(await stateOf(fn)).toEqual(before);

    expect((await decide({ incident, play: 'isolateFunction', decision: 'APPROVE' })).FunctionError).toBeUndefined();
    await until(finding, ({ status }) => status === 'CONTAINED');
    expect(await stateOf(fn)).toEqual({ concurrency: 0, mappings: ['Disabled'] });
    await expect(invoke(fn)).rejects.toThrow(expect.objectContaining({ name: 'TooManyRequestsException' }));

    await decide({ incident, decision: 'UNDO' });
    await until(finding, ({ status }) => status === 'UNDONE');
    expect(await stateOf(fn)).toEqual(before);
    expect((await invoke(fn)).StatusCode).toBe(200);
  });
});

describe('an isolation', () => {
  const FUNCTION = 'cancel-order';
  let incident: string;

  beforeAll(async () => {
    const finding = await find({ kind: 'FUNCTION', id: `arn:aws:lambda:eu-west-1:000000000000:function:${idOf(FUNCTION)}:live` });
    ({ incident } = await until(finding, waits('isolateFunction')));
    await decide({ incident, play: 'isolateFunction', decision: 'APPROVE' });
    await until(finding, ({ status }) => status === 'CONTAINED');
  });

  afterAll(async () => {
    await decide({ incident, decision: 'UNDO' });
  });

  test('denies everything to the role, by the one policy that stands ready', async () => {
    const RoleName = orders.all[Object.keys(orders.all).find((id) => /^cancelorderOwnRole[0-9A-F]{8}$/.test(id))!];
    const { AttachedPolicies = [] } = await new IAMClient({}).send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies.map(({ PolicyArn }) => PolicyArn)).toContain(idOf('TrustZone/Responder/Quarantine'));
  });

  test('leaves a tag with the incident on the function, for pipelines', async () => {
    const { Tags } = await lambda.send(new ListTagsCommand({ Resource: `arn:aws:lambda:eu-west-1:000000000000:function:${idOf(FUNCTION)}` }));
    expect(Tags).toMatchObject({ 'cdk-zero-trust:incident': incident });
  });

  test('keeps evidence of the time before it, without values of the environment', async () => {
    const s3 = new S3Client({ forcePathStyle: true });
    const Bucket = idOf('TrustZone/Responder/Evidence');
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `incidents/${incident}/` }));
    expect(Contents.map(({ Key }) => Key)).toEqual([`incidents/${incident}/${idOf(FUNCTION)}.json`]);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: Contents[0].Key }));
    const evidence = JSON.parse(await Body!.transformToString());
    expect(evidence.configuration).toMatchObject({ FunctionName: idOf(FUNCTION), EnvironmentNames: expect.arrayContaining(['TABLE_NAME']) });
    expect(evidence.configuration.CodeSha256).toEqual(expect.any(String));
    expect(JSON.stringify(evidence)).not.toContain(idOf('Orders'));
  });

  test('is one incident however often the finding comes, and for another finding on the same function', async () => {
    const [{ finding }] = (await incidents()).filter((one) => one.incident === incident);
    await find({ kind: 'FUNCTION', id: idOf(FUNCTION) }, { id: finding.id });
    await find({ kind: 'FUNCTION', id: idOf(FUNCTION) }, { id: 'another' });
    const counted = await eventually(() => incidentOf(finding.id), ({ further }) => further >= 1);
    expect(counted.further).toBe(1);
    expect((await incidents()).filter(({ target }) => target.id === idOf(FUNCTION))).toHaveLength(1);
  });
});

describe('nothing is done', () => {
  const changes = async (finding: string) => {
    const { incident } = (await incidentOf(finding))!;
    return (await orders.records()).filter(({ id }) => id.startsWith(`step#${incident}#isolateFunction`));
  };

  test('when a person denies', async () => {
    const fn = idOf('read-order');
    const before = await stateOf(fn);
    const finding = await find({ kind: 'FUNCTION', id: fn });
    const { incident } = await until(finding, waits('isolateFunction'));
    await decide({ incident, play: 'isolateFunction', decision: 'DENY' });
    const { status, plays } = await until(finding, (one) => one.status !== 'OPEN');
    expect({ status, play: plays.isolateFunction }).toMatchObject({ status: 'RECORDED', play: { state: 'DENIED', note: 'a tester: a test' } });
    expect(await changes(finding)).toEqual([]);
    expect(await stateOf(fn)).toEqual(before);
  });

  test('in a drill', async () => {
    const fn = idOf('read-order');
    const before = await stateOf(fn);
    const finding = await find({ kind: 'FUNCTION', id: fn }, { drill: true });
    const { status, plays } = await until(finding, (one) => one.status !== 'OPEN');
    expect({ status, play: plays.isolateFunction }).toMatchObject({ status: 'RECORDED', play: { state: 'RECORDED', note: 'a drill' } });
    expect(await changes(finding)).toEqual([]);
    expect(await stateOf(fn)).toEqual(before);
  });

  test.each(['TrustZone/Responder/IsolateFunction', 'TrustZone/Responder/Intake'])('to the responder itself: %s', async (path) => {
    const finding = await find({ kind: 'FUNCTION', id: idOf(path) });
    const { plays } = await until(finding, (one) => one.status !== 'OPEN');
    expect(plays.isolateFunction).toMatchObject({ state: 'RECORDED', note: 'the function is no member of the zone' });
    expect(await changes(finding)).toEqual([]);
  });

  test('by a decision that comes again', async () => {
    const [{ incident }] = (await incidents()).filter(({ plays }) => plays.isolateFunction?.state === 'DENIED');
    const { FunctionError, answer } = await decide({ incident, play: 'isolateFunction', decision: 'APPROVE' });
    expect(FunctionError).toBe('Unhandled');
    expect(answer.errorMessage).toContain('does not wait for a decision: it is DENIED');
  });

  test('below the severity that the responder asks for', async () => {
    const low = await find({ kind: 'FUNCTION', id: idOf('read-order') }, { severity: 6.9 });
    const high = await find({ kind: 'OTHER', id: 'something' });
    await until(high, ({ status }) => status !== 'OPEN');
    expect(await incidentOf(low)).toBeUndefined();
  });
});
