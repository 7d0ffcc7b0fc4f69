import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { AS_CLOUDTRAIL, detectingStacks, removeFolders } from './apps';
import { eventually } from './use/eventually';
import { RespondingOrders } from './use/responding-orders';
import { shippedDetections } from '../src/detect/shipped-detections';

const orders = new RespondingOrders();
const events = new EventBridgeClient({});

beforeAll(() => orders.deploy(detectingStacks()));

afterAll(async () => {
  await orders.takeDown();
  removeFolders();
});

const idOf = (path: string) => orders.idOf(path);

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
  return (await orders.incidents()).filter(({ finding }) => finding.id.endsWith(`/${eventID}`));
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
