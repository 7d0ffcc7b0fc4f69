import { gunzipSync } from 'zlib';
import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { exportingStacks, removeFolders } from './apps';
import { ACCOUNT, REGION } from './deploy/deployment';
import { LogSubscriptions } from './fakes/log-subscriptions';
import { eventually } from './use/eventually';
import { RespondingOrders } from './use/responding-orders';
import { CALL, LOGIN } from '../test/lambda/siem/samples';
import { ocsfErrors } from '../test/support/ocsf/validate';

const orders = new RespondingOrders();
const logs = new CloudWatchLogsClient({});
const s3 = new S3Client({ forcePathStyle: true });
const subscriptions = new LogSubscriptions();

beforeAll(() => orders.deploy(exportingStacks()));

afterAll(async () => {
  await orders.takeDown();
  removeFolders();
});

const idOf = (path: string) => orders.idOf(path);

/** What the export has delivered: events of OCSF with the key of their object. */
async function delivered(): Promise<{ key: string; event: any }[]> {
  const Bucket = idOf('TrustZone/Siem/Archive');
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const objects = await Promise.all(Contents.map(async ({ Key }) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const text = gunzipSync(await Body!.transformToByteArray()).toString('utf-8');
    return text.trimEnd().split('\n').map((line) => ({ key: Key!, event: JSON.parse(line) }));
  }));
  return objects.flat();
}

/** Writes to a log group, as a service does. */
async function write(logGroupName: string, ...messages: string[]): Promise<void> {
  const logStreamName = `test-${Date.now()}`;
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const logEvents = messages.map((message) => ({ timestamp: Date.now(), message }));
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
}

const folder = (classUid: number) => `ocsf/class=${classUid}/region=${REGION}/account=${ACCOUNT}/day=${new Date().toISOString().slice(0, 10)}/`;

test('every log group that is deployed is subscribed, but for those of the export', async () => {
  const logGroups = await subscriptions.logGroups();
  const own = ['TrustZone/Siem/Logs', 'TrustZone/Siem/NormaliserOwn/Logs'].map(idOf);
  const deployed = Object.values(orders.all).filter((id) => logGroups.some(({ logGroupName }) => logGroupName === id));
  expect((await subscriptions.filters()).map(({ logGroupName }) => logGroupName).sort()).toEqual(deployed.filter((id) => !own.includes(id)).sort());
});

test('what a function logs becomes an event of OCSF in the bucket, masked', async () => {
  await new LambdaClient({}).send(new InvokeCommand({ FunctionName: idOf('ship-order'), Payload: '{}' }));
  await write(idOf('ship-orderOwn/Logs'), '{"level":"INFO","message":"paid by 4111 1111 1111 1111"}');
  await subscriptions.deliver(ACCOUNT);
  const found = await eventually(delivered, (events) => events.some(({ event }) => event.raw_data?.includes('paid by')));
  const paid = found.find(({ event }) => event.raw_data?.includes('paid by'))!;
  expect(paid.key.startsWith(folder(0))).toBe(true);
  expect(paid.key).toMatch(/\.json\.gz$/);
  expect(paid.event).toMatchObject({ class_uid: 0, raw_data: '{"level":"INFO","message":"paid by ***"}', metadata: { log_name: idOf('ship-orderOwn/Logs') } });
  expect(found.flatMap(({ event }) => ocsfErrors(event))).toEqual([]);
});

// a record of two classes is tried on test/support/fake-firehose.ts: the emulator takes no record while it transforms another one
test('calls and logins in the log group of the trail are objects of their classes', async () => {
  for (const one of [CALL, LOGIN]) {
    await write(idOf('TrustZone/SiemTrail/Logs'), JSON.stringify(one));
    await subscriptions.deliver(ACCOUNT);
  }
  const found = await eventually(delivered, (events) => [6003, 3002].every((uid) => events.some(({ event }) => event.class_uid === uid)));
  const keys = (uid: number) => found.filter(({ event }) => event.class_uid === uid).map(({ key }) => key.startsWith(folder(uid)));
  expect([keys(6003), keys(3002)]).toEqual([[true], [true]]);
  expect(found.flatMap(({ event }) => ocsfErrors(event))).toEqual([]);
});
