import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { GetEventSourceMappingCommand, GetFunctionConcurrencyCommand, InvokeCommand, LambdaClient, ListEventSourceMappingsCommand, ListTagsCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { App, Stack } from 'aws-cdk-lib';
import { removeFolders, respondingStacks } from './apps';
import { Deployment } from './deploy/deployment';
import { eventually } from './use/eventually';

const deployment = new Deployment();
const lambda = new LambdaClient({});
const events = new EventBridgeClient({});
const states = new SFNClient({});
const items = DynamoDBDocumentClient.from(new DynamoDBClient({}));
let ids: Record<string, string>;
let app: App;

beforeAll(async () => {
  app = respondingStacks();
  const { status, failures } = await deployment.deploy(app, 'Orders');
  expect({ status, failures }).toEqual({ status: 'CREATE_COMPLETE', failures: [] });
  ids = await deployment.idsOf('Orders');
});

afterAll(async () => {
  await deployment.takeDown();
  removeFolders();
});

const idOf = (path: string) => ids[(app.node.findChild('Orders') as Stack).getLogicalId(findResource(path) as any)];

function findResource(path: string) {
  const construct = path.split('/').reduce((at, id) => at.node.findChild(id), app.node.findChild('Orders'));
  return construct.node.defaultChild!;
}

let count = 0;
/** Sends what a detector of ours would send, to the bus of the account. */
async function find(target: { kind: string; id: string }, more: Record<string, unknown> = {}): Promise<string> {
  const id = (more.id as string | undefined) ?? `finding-${count++}`;
  const Detail = JSON.stringify({ id, type: 'Test', severity: 8, title: 'A test', targets: [target], ...more });
  await events.send(new PutEventsCommand({ Entries: [{ Source: 'zero-trust', DetailType: 'Finding', Detail }] }));
  return id;
}

async function incidents(): Promise<any[]> {
  const { Items = [] } = await items.send(new ScanCommand({ TableName: idOf('TrustZone/Responder/Incidents'), ConsistentRead: true }));
  return Items.filter(({ id }) => id.startsWith('incident#'));
}

const incidentOf = async (finding: string) => (await incidents()).find((one) => one.finding.id === finding);
const until = (finding: string, fits: (incident: any) => boolean) => eventually(() => incidentOf(finding), (incident) => incident !== undefined && fits(incident));
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

void [IAMClient, ListAttachedRolePoliciesCommand, ListTagsCommand, GetObjectCommand, ListObjectsV2Command, S3Client, ListExecutionsCommand, states];
