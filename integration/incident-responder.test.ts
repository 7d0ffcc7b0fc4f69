import { spawnSync } from 'child_process';
import { join } from 'path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, paginateListAttachedRolePolicies } from '@aws-sdk/client-iam';
import {
  DeleteFunctionConcurrencyCommand, GetEventSourceMappingCommand, GetFunctionConcurrencyCommand, InvokeCommand, LambdaClient,
  ListTagsCommand, paginateListEventSourceMappings, PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { AS_CLOUDTRAIL, REFUNDS, removeFolders, respondingStacksWithRefunds } from './apps';
import { allPages } from './use/all-pages';
import { ChangeSets } from './use/change-sets';
import { eventually } from './use/eventually';
import { RespondingOrders } from './use/responding-orders';

const orders = new RespondingOrders();
const lambda = new LambdaClient({});
const events = new EventBridgeClient({});
const iam = { client: new IAMClient({}) };

beforeAll(() => orders.deploy(respondingStacksWithRefunds(), { beside: [REFUNDS] }));

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

/** As a pipeline does before it deploys. */
function askPipeline(...args: string[]) {
  const main = join(__dirname, '..', 'src', 'cli', 'main.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-deprecation', '--import', 'tsx', main, 'incidents', ...args], {
    encoding: 'utf-8', env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  return { status, stdout, stderr };
}

const invoke = (FunctionName: string) => lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({}) }));

async function stateOf(FunctionName: string) {
  const { ReservedConcurrentExecutions } = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  const pages = paginateListEventSourceMappings({ client: lambda }, { FunctionName });
  const sources = await allPages(pages, ({ EventSourceMappings }) => EventSourceMappings);
  const mappings = await Promise.all(sources.map(({ UUID }) => lambda.send(new GetEventSourceMappingCommand({ UUID }))));
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

test('a function of another stack of the zone is isolated as well, and works again when it is undone', async () => {
  const ids = await orders.idsOf(REFUNDS);
  const named = (prefix: RegExp) => ids[Object.keys(ids).find((id) => prefix.test(id))!];
  const fn = named(/^refundorder[0-9A-F]{8}$/);
  const policiesOf = async () => {
    const RoleName = named(/^refundorderOwnRole[0-9A-F]{8}$/);
    const attached = await allPages(paginateListAttachedRolePolicies(iam, { RoleName }), ({ AttachedPolicies }) => AttachedPolicies);
    return attached.map(({ PolicyArn }) => PolicyArn);
  };
  const finding = await find({ kind: 'FUNCTION', id: fn });
  const { incident } = await until(finding, waits('isolateFunction'));
  expect((await invoke(fn)).StatusCode).toBe(200);

  await decide({ incident, play: 'isolateFunction', decision: 'APPROVE' });
  await until(finding, ({ status }) => status === 'CONTAINED');
  await expect(invoke(fn)).rejects.toThrow(expect.objectContaining({ name: 'TooManyRequestsException' }));
  expect(await policiesOf()).toContain(idOf('TrustZone/Responder/Quarantine'));

  await decide({ incident, decision: 'UNDO' });
  await until(finding, ({ status }) => status === 'UNDONE');
  expect((await invoke(fn)).StatusCode).toBe(200);
  expect(await policiesOf()).not.toContain(idOf('TrustZone/Responder/Quarantine'));
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
    const attached = await allPages(paginateListAttachedRolePolicies(iam, { RoleName }), ({ AttachedPolicies }) => AttachedPolicies);
    expect(attached.map(({ PolicyArn }) => PolicyArn)).toContain(idOf('TrustZone/Responder/Quarantine'));
  });

  test('makes a pipeline wait that asks the command line, for what the deployment would touch', async () => {
    const fn = idOf(FUNCTION);
    const asked = askPipeline('--stack', 'Orders');
    expect({ ...asked, stdout: asked.stdout.split(/\s+/) }).toEqual({ status: 1, stdout: expect.arrayContaining([fn, incident, 'Test']), stderr: expect.stringContaining('1 of ') });
    // of another stack of the zone, with the table of this one
    expect(askPipeline('--stack', REFUNDS, '--zone-stack', 'Orders')).toMatchObject({ status: 0, stdout: '' });

    const changeSets = new ChangeSets('Orders');
    const of = async (name: string, path: string) => {
      await changeSets.create(name, orders.logicalIdOf(path));
      return askPipeline('--stack', 'Orders', '--change-set', name);
    };
    expect(await of('touches-it', FUNCTION)).toMatchObject({ status: 1, stdout: expect.stringContaining(fn) });
    expect(await of('touches-another', 'read-order')).toMatchObject({ status: 0, stdout: '' });
  });

  test('leaves a tag with the incident on the function, for pipelines', async () => {
    const { Tags } = await lambda.send(new ListTagsCommand({ Resource: `arn:aws:lambda:eu-west-1:000000000000:function:${idOf(FUNCTION)}` }));
    expect(Tags).toMatchObject({ 'cdk-zero-trust:incident': incident });
  });

  test('keeps evidence of the time before it, without values of the environment', async () => {
    const s3 = new S3Client({ forcePathStyle: true });
    const Bucket = idOf('TrustZone/Responder/Evidence');
    const kept = await allPages(paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: `incidents/${incident}/` }), ({ Contents }) => Contents);
    expect(kept.map(({ Key }) => Key)).toEqual([`incidents/${incident}/${idOf(FUNCTION)}.json`]);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: kept[0].Key }));
    const evidence = JSON.parse(await Body!.transformToString());
    expect(evidence.configuration).toMatchObject({ FunctionName: idOf(FUNCTION), EnvironmentNames: expect.arrayContaining(['TABLE_NAME']) });
    expect(evidence.configuration.CodeSha256).toEqual(expect.any(String));
    expect(JSON.stringify(evidence)).not.toContain(idOf('Orders'));
  });

  const role = (path: string) => `arn:aws:iam::000000000000:role/${orders.all[Object.keys(orders.all).find((id) => new RegExp(`^${path}OwnRole[0-9A-F]{8}$`).test(id))!]}`;
  /** What CloudTrail records when someone frees the concurrency of the function, and gives it back meanwhile. */
  const freedBy = async (arn: string) => {
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: idOf(FUNCTION) }));
    const Detail = JSON.stringify({
      eventID: `freed-${count++}`,
      eventSource: 'lambda.amazonaws.com',
      eventName: 'DeleteFunctionConcurrency20171031',
      requestParameters: { functionName: idOf(FUNCTION) },
      userIdentity: { type: 'AssumedRole', arn, sessionContext: { sessionIssuer: { type: 'Role', arn } } },
    });
    await events.send(new PutEventsCommand({ Entries: [{ Source: AS_CLOUDTRAIL, DetailType: 'AWS API Call via CloudTrail', Detail }] }));
  };
  const isolation = async () => (await incidents()).find((one) => one.incident === incident)?.plays.isolateFunction;

  test('is done again when a call from outside gives back what it took, and noted', async () => {
    await freedBy('arn:aws:iam::000000000000:role/Developer');
    const { state, note } = await eventually(isolation, (play) => play?.note !== undefined && play.note !== '');
    expect({ state, note }).toEqual({ state: 'ACTED', note: 'isolated again after DeleteFunctionConcurrency20171031 by arn:aws:iam::000000000000:role/Developer' });
    expect(await stateOf(idOf(FUNCTION))).toMatchObject({ concurrency: 0 });
    await expect(invoke(idOf(FUNCTION))).rejects.toThrow(expect.objectContaining({ name: 'TooManyRequestsException' }));
  });

  test('answers no call of its own: there would be no end', async () => {
    await freedBy(role('TrustZoneResponderIsolateFunction'));
    // a finding that comes after it has been taken in, so the call before it has been as well
    const later = await find({ kind: 'OTHER', id: 'later' });
    await until(later, ({ status }) => status !== 'OPEN');
    expect(await stateOf(idOf(FUNCTION))).toMatchObject({ concurrency: undefined });
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: idOf(FUNCTION), ReservedConcurrentExecutions: 0 }));
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

test('a pipeline that asks for a stack that is not there gets no answer, and not the one that nothing is isolated', () => {
  expect(askPipeline('--stack', 'Nowhere')).toMatchObject({ status: 2, stdout: '' });
  expect(askPipeline('--stack', 'Orders', '--zone-stack', REFUNDS)).toEqual({ status: 2, stdout: '', stderr: `${REFUNDS} has no table of incidents.\n` });
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
