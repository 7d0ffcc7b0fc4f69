import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { App, Stack } from 'aws-cdk-lib';
import { AS_CLOUDTRAIL, detectingStacks, removeFolders } from './apps';
import { Deployment } from './deploy/deployment';
import { eventually } from './use/eventually';
import { shippedDetections } from '../src/detect/shipped-detections';

const deployment = new Deployment();
const events = new EventBridgeClient({});
const items = DynamoDBDocumentClient.from(new DynamoDBClient({}));
let ids: Record<string, string>;
let app: App;

beforeAll(async () => {
  app = detectingStacks();
  const { status, failures } = await deployment.deploy(app, 'Orders');
  expect({ status, failures }).toEqual({ status: 'CREATE_COMPLETE', failures: [] });
  ids = await deployment.idsOf('Orders');
});

afterAll(async () => {
  await deployment.takeDown();
  removeFolders();
});

function idOf(path: string): string {
  const construct = path.split('/').reduce((at, id) => at.node.findChild(id), app.node.findChild('Orders'));
  return ids[(app.node.findChild('Orders') as Stack).getLogicalId(construct.node.defaultChild as any)];
}

/** Records a call as CloudTrail does, with what a detection is tried with, of a caller of its own: findings about one are one incident. */
async function record(name: string, change: Record<string, unknown> = {}): Promise<string> {
  const eventID = `${name}-${Date.now()}`;
  const { tests } = shippedDetections().find((detection) => detection.name === name)!;
  const userIdentity = { ...tests.event.userIdentity as object, arn: `arn:aws:sts::111122223333:assumed-role/Developer/${eventID}` };
  const Detail = JSON.stringify({ ...tests.event, eventID, userIdentity, ...change });
  const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [{ Source: AS_CLOUDTRAIL, DetailType: 'AWS API Call via CloudTrail', Detail }] }));
  expect(FailedEntryCount).toBe(0);
  return eventID;
}

async function incidentsOf(eventID: string): Promise<any[]> {
  const { Items = [] } = await items.send(new ScanCommand({ TableName: idOf('TrustZone/Responder/Incidents'), ConsistentRead: true }));
  return Items.filter(({ id, finding }) => id.startsWith('incident#') && finding.id.endsWith(`/${eventID}`));
}

const incidentOf = async (eventID: string) => (await eventually(() => incidentsOf(eventID), (found) => found.length > 0))[0];

test('code of a function that is changed outside of the deployment role is an incident, and the function waits to be isolated', async () => {
  const functionName = idOf('ship-order');
  const eventID = await record('lambda-code-changed', { requestParameters: { functionName } });
  const { finding, target } = await incidentOf(eventID);
  expect(finding).toMatchObject({ source: 'zero-trust', type: 'Detection/lambda-code-changed/1', severity: 8 });
  expect(target).toEqual({ kind: 'FUNCTION', id: functionName });
  const [{ plays }] = await eventually(() => incidentsOf(eventID), ([one]) => one.plays.isolateFunction?.state === 'WAITING');
  expect(plays.isolateFunction).toMatchObject({ state: 'WAITING' });
});

test('a secret that no function reads, a call that only reads, is an incident', async () => {
  const { finding } = await incidentOf(await record('secret-read-outside-of-functions'));
  expect(finding.type).toBe('Detection/secret-read-outside-of-functions/1');
});

test('a stopped trail is an incident; one that is started again, and a finding below the severity of the responder, are none', async () => {
  const harmless = await record('cloudtrail-logging-stopped', { eventName: 'StartLogging' });
  const low = await record('access-key-created');
  const { finding } = await incidentOf(await record('cloudtrail-logging-stopped'));
  expect(finding.severity).toBe(9.5);
  expect([await incidentsOf(harmless), await incidentsOf(low)]).toEqual([[], []]);
});
