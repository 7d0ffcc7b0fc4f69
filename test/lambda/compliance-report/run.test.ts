import { spawn } from 'child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { FakeIncidents, FakeKms, FakeSns } from './fake-sources';
import { ComplianceBaseline, ConformanceFramework, IncidentResponder, Play, ReportSchedule, TrustZone } from '../../../src';
import { verifyCommand } from '../../../src/cli/verify';
import { audit } from '../../cli/support/audit';
import { FakeConfig } from '../../support/fake-config';
import { FakeVersionedS3 } from '../../support/fake-versioned-s3';
import { runCommand } from '../../support/run-command';

jest.setTimeout(120_000);

const [ACCOUNT, REGION] = ['111122223333', 'eu-west-1'];
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/reports`;
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:alarms`;
const PACK = 'zero-trust-fsbp-1';
const folder = mkdtempSync(join(tmpdir(), 'zt-report-'));
const s3 = new FakeVersionedS3();
const [config, kms, incidents, sns] = [new FakeConfig(), new FakeKms(KEY, folder), new FakeIncidents(), new FakeSns()];
/** What the template gives the function, by what it references. */
const environment: Record<string, string> = {};
let code: string;
/** What the schedule hands over. */
let input: string;

beforeAll(async () => {
  const outdir = join(folder, 'cdk.out');
  const app = new App({ outdir });
  const stack = new Stack(app, 'Account', { env: { account: ACCOUNT, region: REGION } });
  const responder = new IncidentResponder(TrustZone.of(stack), 'Responder', { plays: [Play.notify(TrustZone.of(stack).alarmTopic)] });
  new ComplianceBaseline(stack, 'Compliance', { frameworks: [ConformanceFramework.FSBP], reports: ReportSchedule.weekly(), responder });
  app.synth();
  const { Resources } = JSON.parse(readFileSync(join(outdir, 'Account.template.json'), 'utf-8'));
  const schedule: any = Object.values(Resources).find((one: any) => one.Type === 'AWS::Scheduler::Schedule' && one.Properties.Description === 'Compliance reports');
  const { Environment: { Variables }, Code, Handler } = Resources[schedule.Properties.Target.Arn['Fn::GetAtt'][0]].Properties;
  input = schedule.Properties.Target.Input;
  expect(Handler).toBe('index.handler');
  const given: Record<string, string> = { KEY_ID: KEY, TOPIC_ARN: TOPIC, REPORT_BUCKET: 'reports', EVIDENCE_BUCKET: 'reports', INCIDENTS_TABLE: 'incidents', PARTITION: 'aws' };
  for (const [name, value] of Object.entries(Variables)) environment[name] = typeof value === 'string' ? value : given[name];
  expect(Object.entries(environment).filter(([, value]) => value === undefined)).toEqual([]);
  code = join(outdir, readdirSync(outdir).find((name) => name.startsWith(`asset.${Code.S3Key.replace('.zip', '')}`))!);

  config.hold(Object.values<any>(Resources));
  s3.create('reports', { owner: ACCOUNT });
  const [S3, CONFIG_SERVICE, KMS, DYNAMODB] = await Promise.all([s3.start(), config.start(), kms.start(), incidents.start()]);
  await sns.start();
  for (const [service, url] of Object.entries({ S3, CONFIG_SERVICE, KMS, DYNAMODB, SNS: sns.url })) environment[`AWS_ENDPOINT_URL_${service}`] = url;
  s3.put('reports', 'evidence/audit.json', Buffer.from(audit(outdir, '--format', 'json').stdout));
});

afterAll(async () => {
  await Promise.all([s3, config, kms, incidents, sns].map((one) => one.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** The code of the asset in a process of its own, with the input of the schedule at a time. */
async function fire(time: string): Promise<{ exitCode: number; errors: string }> {
  const event = input.replace('<aws.scheduler.scheduled-time>', time);
  const child = spawn(process.execPath, ['-e', `require('${join(code, 'index.js')}').handler(${event}).catch((error) => { console.error(error); process.exit(1); })`], {
    env: {
      ...environment,
      PATH: process.env.PATH,
      NODE_PATH: join(__dirname, '../../../node_modules'),
      LAMBDA_TASK_ROOT: code,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'AKIAFAKE',
      AWS_SECRET_ACCESS_KEY: 'fake',
      AWS_MAX_ATTEMPTS: '1',
    },
  });
  let errors = '';
  child.stderr.on('data', (chunk) => { errors += chunk; });
  child.stdout.resume();
  return { exitCode: await new Promise<number>((resolve) => child.on('close', resolve)), errors };
}

const files = ['report.json', 'report.html', 'report.intoto.json'];
const bytesOf = (at: string, name: string) => s3.versions('reports', `reports/${at}/${name}`).at(-1)!.bytes;
const reportOf = (at: string) => JSON.parse(bytesOf(at, 'report.json').toString());

async function verify(at: string, change: (name: string, bytes: Buffer) => Buffer = (_, bytes) => bytes) {
  const local = join(folder, at);
  mkdirSync(local, { recursive: true });
  for (const name of files) writeFileSync(join(local, name), change(name, bytesOf(at, name)));
  writeFileSync(join(folder, 'public.pem'), kms.pair.publicKey);
  return runCommand(verifyCommand(), join(local, 'report.intoto.json'), local, '--public-key', join(folder, 'public.pem'));
}

test('a report is stored, signed by the key, and the topic gets a link without findings', async () => {
  expect(await fire('2026-11-23T06:00:00Z')).toEqual(expect.objectContaining({ exitCode: 0 }));
  const at = '2026-11-23T06-00-00Z';
  expect([...s3.buckets.get('reports')!.objects.keys()].filter((key) => key.startsWith('reports/'))).toEqual(files.map((name) => `reports/${at}/${name}`));
  const { sources, verdict, frameworks, changes } = reportOf(at);
  expect(sources.map(({ source, state }: any) => [source, state])).toEqual([['evidence', 'read'], ['config', 'read'], ['incidents', 'read'], ['previous', 'read']]);
  expect([frameworks.map(({ id }: any) => id), changes]).toEqual([['fsbp'], { appeared: [], gone: [], controls: [] }]);
  expect((await verify(at)).status).toBe(0);
  const [{ TopicArn, Subject, Message }] = sns.published;
  expect([TopicArn, Subject]).toEqual([TOPIC, `Compliance report of ${ACCOUNT}: ${verdict}`]);
  expect(Message).toContain(`prefix=reports/${at}/report.html`);
  expect(Message).not.toMatch(/ZT-\w/);
});

test('a report of which a byte was changed is refused', async () => {
  const { status, stderr, stdout } = await verify('2026-11-23T06-00-00Z', (name, bytes) => (name === 'report.json' ? Buffer.concat([bytes, Buffer.from(' ')]) : bytes));
  expect([status, stdout + stderr]).toEqual([1, expect.stringContaining('FileDiffers')]);
});

test('the second report shows the difference: a bucket that was made by hand, and an incident', async () => {
  expect(reportOf('2026-11-23T06-00-00Z').frameworks[0].controls.flatMap(({ rules }: any) => rules).map((one: any) => one.config)).not.toContain('unknown');
  const others = Array.from({ length: 20 }, (_, index) => `made-by-hand-${index}`);
  config.find(PACK, /s3/i, ...others, 'made-by-hand');
  incidents.items = [{ id: { S: 'incident#i-1' }, status: { S: 'CONTAINED' }, openedAt: { S: '2026-11-29T00:00:00Z' } }, { id: { S: 'incident#i-0' }, status: { S: 'UNDONE' }, openedAt: { S: '2026-11-01T00:00:00Z' } }];
  expect(await fire('2026-11-30T06:00:00Z')).toEqual(expect.objectContaining({ exitCode: 0 }));
  const { verdict, changes, sources } = reportOf('2026-11-30T06-00-00Z');
  expect([verdict, changes.since]).toEqual(['fail', '2026-11-23T06:00:00Z']);
  expect(sources.filter(({ state }: any) => state !== 'read')).toEqual([]);
  expect(changes.appeared).toEqual(expect.arrayContaining([expect.stringMatching(/^config\|ZT-S3-\d+\|AWS::S3::Bucket\|made-by-hand: fail$/), 'incidents|i-1: fail']));
  expect(changes.appeared.filter((one: string) => /made-by-hand-\d+: fail$/.test(one))).toHaveLength(20);
  expect(changes.appeared.join()).not.toContain('i-0');
  expect(changes.controls).toContainEqual(expect.objectContaining({ to: 'fail' }));
  const { status } = await verify('2026-11-30T06-00-00Z');
  expect(status).toBe(0);
  expect(sns.published[1].Message).toContain('Since 2026-11-23T06:00:00Z');
  expect(sns.published[1].Message).not.toMatch(/made-by-hand|i-1/);
});

test('a recorder that does not record leaves the report without AWS Config, and a report before that was changed is not compared with', async () => {
  config.recorder.recording = false;
  s3.put('reports', 'reports/2026-11-30T06-00-00Z/report.json', Buffer.from('{}'));
  expect(await fire('2026-12-07T06:00:00Z')).toEqual(expect.objectContaining({ exitCode: 0 }));
  const { verdict, sources, changes } = reportOf('2026-12-07T06-00-00Z');
  expect([verdict, changes.since]).toEqual(['fail', undefined]);
  expect(sources.filter(({ state }: any) => state === 'not-read').map(({ source, what }: any) => [source, what])).toEqual([
    ['config', 'the configuration recorder default does not record'], ['previous', 'reports/2026-11-30T06-00-00Z/report.json is not what the key signed'],
  ]);
});

test('what cannot be signed is not stored, and fails', async () => {
  environment.KEY_ID = `${KEY}-of-another`;
  const { exitCode } = await fire('2026-12-14T06:00:00Z');
  expect([exitCode, s3.versions('reports', 'reports/2026-12-14T06-00-00Z/report.json')]).toEqual([1, []]);
});
