import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { burstDetectingStacks, removeFolders } from './apps';
import { eventually } from './use/eventually';
import { RespondingOrders } from './use/responding-orders';
import { shippedDetections } from '../src/detect/shipped-detections';

const orders = new RespondingOrders();
const logs = new CloudWatchLogsClient({});
const lambda = new LambdaClient({});
const { tests } = shippedDetections().find(({ name }) => name === 'secrets-read-in-bursts')!;

beforeAll(() => orders.deploy(burstDetectingStacks()));

afterAll(async () => {
  await orders.takeDown();
  removeFolders();
});

/** Writes reads of some secrets by one role, as CloudTrail does, within the last minutes. */
async function readSecrets(count: number, role: string): Promise<void> {
  const logGroupName = orders.idOf('TrailLogs');
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: role }));
  const logEvents = Array.from({ length: count }, (_, at) => {
    const timestamp = Date.now() - 120_000 + at * 1000;
    const userIdentity = { ...tests.event.userIdentity as object, arn: `arn:aws:sts::111122223333:assumed-role/${role}/x` };
    const message = JSON.stringify({
      ...tests.event, userIdentity, eventID: `${role}-${at}`, eventTime: new Date(timestamp).toISOString(), requestParameters: { secretId: `secret-${at}` },
    });
    return { timestamp, message };
  });
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: role, logEvents }));
}

/** As the schedule does, but at once. */
async function run(): Promise<void> {
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: orders.idOf('TrustZone/Bursts/Function'), Payload: '{}' }));
  expect([FunctionError, Payload?.transformToString()]).toEqual([undefined, 'null']);
}

const bursts = async () => (await orders.incidents()).filter(({ finding }) => finding.type === 'Detection/secrets-read-in-bursts/1');

test('ten secrets that one role reads within minutes are an incident, and one only, however often the logs are read; nine are none', async () => {
  await readSecrets(9, 'careful');
  await run();
  await readSecrets(10, 'collector');
  await run();
  const found = await eventually(bursts, (all) => all.some(({ target: { kind } }) => kind === 'FUNCTION'));
  const { target, finding } = found.find(({ target: { kind } }) => kind === 'FUNCTION')!;
  expect([target, finding.severity]).toEqual([{ kind: 'FUNCTION', id: 'place-order' }, 9.5]);
  await run();
  await run();
  expect((await bursts()).map(({ target: one }) => one.id)).not.toContain('arn:aws:sts::111122223333:assumed-role/careful/x');
  // an incident for each target of the one finding
  expect(new Set((await bursts()).map(({ finding: one }) => one.id)).size).toBe(1);
});
