import { createHash, createPublicKey } from 'crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  DeleteObjectCommand, GetObjectCommand, GetObjectRetentionCommand, paginateListObjectsV2, PutObjectCommand, PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, DeleteQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { App, CfnElement, Duration, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { removeFolders, reportingAccount } from './apps';
import { Deployment } from './deploy/deployment';
import { Resource } from './deploy/template';
import { fireSchedules } from './fakes/schedules';
import { eventually } from './use/eventually';
import { verifyCommand } from '../src/cli/verify';
import { audit } from '../test/cli/support/audit';
import { FakeConfig } from '../test/support/fake-config';
import { runCommand } from '../test/support/run-command';

const DAY = 86_400_000;
const day = (time: number) => new Date(time).toISOString().slice(0, 10);
const now = Date.now();
/** Two Mondays at 06:00 UTC, as the schedule has them: the first one from now, and the one after it. */
const [FIRST, SECOND] = [1, 8].map((days) => {
  const monday = new Date(now + days * DAY + (7 - new Date(now + DAY).getUTCDay() + 1) % 7 * DAY);
  return new Date(`${day(monday.getTime())}T06:00:00Z`);
});
const folderOf = (at: Date) => `reports/${at.toISOString().slice(0, 19).replace(/:/g, '-')}Z/`;
const FILES = ['report.html', 'report.intoto.json', 'report.json'];

const s3 = new S3Client({ forcePathStyle: true });
const [kms, sqs] = [new KMSClient({}), new SQSClient({})];
const items = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const deployment = new Deployment();
const config = new FakeConfig();
const local = mkdtempSync(join(tmpdir(), 'compliance-report-'));
let app: App;
let ids: Record<string, string>;
let queue: string;

const stack = () => app.node.findChild('Account') as Stack;
const idOf = (path: string) => ids[stack().getLogicalId(path.split('/').reduce((at: IConstruct, id) => at.node.findChild(id), stack()).node.defaultChild as CfnElement)];

beforeAll(async () => {
  // due between the two reports
  app = reportingAccount(day(now), Duration.days(Math.round((FIRST.getTime() + DAY - Date.parse(day(now))) / DAY)));
  const url = await config.start();
  let resources: Resource[] = [];
  const { status, failures } = await deployment.deploy(app, 'Account', {
    template: ({ template, stripped }, source) => {
      config.hold(Object.values(stripped));
      resources = Object.values(source.Resources);
      for (const { Type, Properties } of Object.values(template.Resources)) {
        const variables = Type === 'AWS::Lambda::Function' ? Properties!.Environment?.Variables ?? {} : {};
        if (variables.RECORDER) variables.AWS_ENDPOINT_URL_CONFIG_SERVICE = url;
      }
    },
  });
  expect({ status, failures }).toEqual({ status: 'CREATE_COMPLETE', failures: [] });
  ids = await deployment.idsOf('Account');
  // the emulator's CloudFormation leaves out the lock of buckets
  const { ObjectLockConfiguration } = resources.map(({ Properties = {} }) => Properties).find((one) => one.ObjectLockConfiguration)!;
  await s3.send(new PutObjectLockConfigurationCommand({ Bucket: idOf('Compliance/Reports/Bucket'), ObjectLockConfiguration }));
  // a team that reads the zone's topic
  queue = (await sqs.send(new CreateQueueCommand({ QueueName: 'readers-of-reports' }))).QueueUrl!;
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ['QueueArn'] }));
  await new SNSClient({}).send(new SubscribeCommand({ TopicArn: idOf('Zone/Alarms'), Protocol: 'sqs', Endpoint: Attributes!.QueueArn }));
  // what a pipeline stores that was given grantPutEvidence
  const { stdout } = audit(app.outdir, '--format', 'json', '--fail-on', 'never');
  await s3.send(new PutObjectCommand({ Bucket: idOf('Compliance/Reports/Bucket'), Key: 'evidence/audit.json', Body: stdout }));
});

afterAll(async () => {
  if (queue) await sqs.send(new DeleteQueueCommand({ QueueUrl: queue }));
  await deployment.takeDown();
  await config.stop();
  removeFolders();
  rmSync(local, { recursive: true, force: true });
});

/** What the topic sent of reports until the queue is empty. */
const messages: { Subject: string; Message: string }[] = [];
async function messageOf(at: Date): Promise<{ Subject: string; Message: string }> {
  await eventually(async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10 }));
    for (const { Body, ReceiptHandle } of Messages) {
      messages.push(JSON.parse(Body!));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle }));
    }
    return messages;
  }, (all) => all.some(({ Message }) => Message.includes(folderOf(at))));
  return messages.find(({ Message }) => Message.includes(folderOf(at)))!;
}

async function reportKeys(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: idOf('Compliance/Reports/Bucket'), Prefix: 'reports/' })) {
    keys.push(...Contents.map(({ Key }) => Key!));
  }
  return keys.sort();
}

/** The files of a report in a folder, as an auditor copies them, and the public key as AWS KMS gives it. */
async function copied(at: Date): Promise<string> {
  const to = join(local, folderOf(at));
  mkdirSync(to, { recursive: true });
  for (const name of FILES) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: idOf('Compliance/Reports/Bucket'), Key: folderOf(at) + name }));
    writeFileSync(join(to, name), await Body!.transformToByteArray());
  }
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: idOf('Compliance/Reports/Key') }));
  writeFileSync(join(local, 'public.pem'), createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' }).export({ type: 'spki', format: 'pem' }));
  return to;
}

const verify = (folder: string) => runCommand(verifyCommand(), join(folder, 'report.intoto.json'), folder, '--public-key', join(local, 'public.pem'));
const reportIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf-8'));
const statementIn = (folder: string) => JSON.parse(Buffer.from(JSON.parse(readFileSync(join(folder, 'report.intoto.json'), 'utf-8')).payload, 'base64').toString());

/** The only schedule of a function in this account, at its time. */
async function fire(at: Date): Promise<void> {
  const fired = await fireSchedules(at);
  expect(fired.filter(({ name }) => /compliance/i.test(name)).map(({ expression, error }) => [expression, error])).toEqual([['cron(0 6 ? * MON *)', undefined]]);
}

test('at the time of the schedule a report of all sources is stored, signed by the key of the account', async () => {
  await fire(FIRST);
  expect(await reportKeys()).toEqual(FILES.map((name) => folderOf(FIRST) + name));
  const folder = await copied(FIRST);
  const { at, sources, changes, frameworks, findings } = reportIn(folder);
  expect([at, sources.map(({ source, state }: any) => [source, state])]).toEqual([
    `${FIRST.toISOString().slice(0, 19)}Z`, [['evidence', 'read'], ['config', 'read'], ['incidents', 'read'], ['previous', 'read']],
  ]);
  expect(changes).toEqual({ appeared: [], gone: [], controls: [] });
  const statuses = frameworks.flatMap(({ controls }: any) => controls.flatMap(({ rules }: any) => rules.map(({ config: one }: any) => one)));
  expect([statuses.includes('pass'), statuses.includes('unknown')]).toEqual([true, false]);
  expect(findings.filter(({ source }: any) => source !== 'evidence')).toEqual([]);
  expect(await verify(folder)).toMatchObject({ status: 0 });
});

test('a file that was changed after it was copied is refused', async () => {
  const folder = await copied(FIRST);
  writeFileSync(join(folder, 'report.html'), `${readFileSync(join(folder, 'report.html'), 'utf-8')} `);
  const { status, stdout, stderr } = await verify(folder);
  expect([status, stdout + stderr]).toEqual([1, expect.stringContaining('FileDiffers')]);
});

test('each file is locked for a year, and its version is not deleted', async () => {
  const Bucket = idOf('Compliance/Reports/Bucket');
  for (const name of FILES) {
    const object = { Bucket, Key: folderOf(FIRST) + name };
    const { VersionId } = await s3.send(new GetObjectCommand(object));
    const { Retention } = await s3.send(new GetObjectRetentionCommand({ ...object, VersionId }));
    expect([Retention!.Mode, Math.round((Retention!.RetainUntilDate!.getTime() - now) / DAY)]).toEqual(['GOVERNANCE', 365]);
    await expect(s3.send(new DeleteObjectCommand({ ...object, VersionId }))).rejects.toMatchObject({ name: 'AccessDenied' });
  }
  expect(await reportKeys()).toHaveLength(FILES.length);
});

test('the topic sends verdict, counts and a link, and no finding', async () => {
  const { Subject, Message } = await messageOf(FIRST);
  const { verdict } = reportIn(await copied(FIRST));
  expect(Subject).toBe(`Compliance report of 000000000000: ${verdict}`);
  expect(Message).toContain(`https://eu-west-1.console.aws.amazon.com/s3/object/${idOf('Compliance/Reports/Bucket')}?region=eu-west-1&prefix=${folderOf(FIRST)}report.html`);
  expect(Message).toContain('There is no report before this one.');
  expect(Message).not.toMatch(/ZT-\w/);
});

/** A finding of the account, as a detector sends it; the responder opens the incident. */
async function incident(): Promise<string> {
  const Detail = JSON.stringify({ id: 'f-1', type: 'Test', severity: 8, title: 'A test', targets: [{ kind: 'OTHER', id: 'arn:aws:s3:::taken-over' }] });
  await new EventBridgeClient({}).send(new PutEventsCommand({ Entries: [{ Source: 'zero-trust', DetailType: 'Finding', Detail }] }));
  const scan = async () => {
    const found: any[] = [];
    for await (const { Items = [] } of paginateScan({ client: items }, { TableName: idOf('Zone/Responder/Incidents'), ConsistentRead: true })) found.push(...Items);
    return found.filter(({ id }) => id.startsWith('incident#'));
  };
  const [one] = await eventually(scan, (all) => all.length > 0);
  return one.id.slice('incident#'.length);
}

test('the next report has what changed: a bucket that was made by hand, an incident, a control that people did not perform', async () => {
  const id = await incident();
  config.find([...config.packs.keys()][0], /^ZT-S3-/, 'made-by-hand');
  await fire(SECOND);
  expect(await reportKeys()).toHaveLength(2 * FILES.length);
  const [before, folder] = [await copied(FIRST), await copied(SECOND)];
  const { verdict, changes } = reportIn(folder);
  expect([verdict, changes.since, changes.gone]).toEqual(['fail', reportIn(before).at, []]);
  expect([...changes.appeared].sort()).toEqual([
    expect.stringMatching(/^config\|ZT-S3-\d+\|AWS::S3::Bucket\|made-by-hand: fail$/), `incidents|${id}: fail`, expect.stringMatching(/^reviews\|Restore a table\|.*: fail$/),
  ]);
  const changed = changes.controls.map(({ control, to }: any) => `${control}: ${to}`);
  expect(changed).toEqual(expect.arrayContaining(['HIPAA 164.308(a)(6)(ii): fail', 'HIPAA 164.308(a)(7)(ii)(D): fail']));
  expect(await verify(folder)).toMatchObject({ status: 0 });
  const sha256 = createHash('sha256').update(readFileSync(join(before, 'report.json'))).digest('hex');
  expect(statementIn(folder).predicate.previous).toEqual({ report: `${folderOf(FIRST)}report.json`, sha256 });
  const { Message } = await messageOf(SECOND);
  expect(Message).toMatch(new RegExp(`^Since ${reportIn(before).at}: 3 new findings, 0 gone, ${changes.controls.length} controls changed\\.$`, 'm'));
  expect(Message).not.toMatch(new RegExp(`made-by-hand|${id}|Restore a table|ZT-\\w`));
});

test('the same time again is the same report: a new version of its files, compared with the report before', async () => {
  const { changes } = reportIn(await copied(SECOND));
  await fire(SECOND);
  expect(await reportKeys()).toHaveLength(2 * FILES.length);
  const folder = await copied(SECOND);
  expect(reportIn(folder).changes).toEqual(changes);
  expect(await verify(folder)).toMatchObject({ status: 0 });
});
