import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { gunzipSync } from 'zlib';
import * as eventsModel from '@aws-sdk/client-eventbridge';
import { App, Stack } from 'aws-cdk-lib';
import * as samples from './samples';
import { findingsOf } from '../../../lambda/incident-response/finding';
import { findingsOver } from '../../../lambda/scheduled-detections/findings';
import { IncidentResponder, Play, SiemExport, TrustZone } from '../../../src';
import { Detection } from '../../../src/detect/detection';
import { patched } from '../../../src/detect/detection-tests';
import { shippedDetections } from '../../../src/detect/shipped-detections';
import { windowed } from '../../../src/detect/windowed';
import { LogKind } from '../../../src/zone/logs/log-kind';
import { checkShape, operationOf } from '../../support/fake-aws/shapes';
import { FakeFirehose } from '../../support/fake-firehose';
import { JsonProtocolServer, ServiceError } from '../../support/json-protocol-server';

const KIND: Record<string, LogKind> = { waf: LogKind.WAF, apigateway: LogKind.API_ACCESS };
const live = shippedDetections().filter(({ window, service }) => !window && service !== 'cloudtrail');
const folder = mkdtempSync(join(tmpdir(), 'zt-live-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

class FakeBus extends JsonProtocolServer {
  public answer(operation: string, input: any): object {
    checkShape(operationOf(eventsModel, operation), input);
    return { FailedEntryCount: 0, Entries: input.Entries.map(() => ({ EventId: 'id' })) };
  }

  public get findings(): { entry: any; detail: any }[] {
    return this.calls.filter(({ operation }) => operation === 'PutEvents').flatMap(({ input }) => input.Entries)
      .map((entry: any) => ({ entry, detail: JSON.parse(entry.Detail) }));
  }
}

/** What the construct writes beside the code, and the pattern of the rule that opens incidents of own findings. */
function synthesised(): { file: string; pattern: any } {
  const outdir = mkdtempSync(join(folder, 'out-'));
  const app = new App({ outdir });
  const zone = new TrustZone(new Stack(app, 'Stack'), 'Zone');
  new SiemExport(zone, 'Siem', { detections: {} });
  new IncidentResponder(zone, 'Responder', { plays: [Play.notify(zone.alarmTopic)] });
  const { Resources } = app.synth().getStackByName('Stack').template;
  const asset = readdirSync(outdir).find((name) => name.startsWith('siem.'))!;
  const rule = Object.values<any>(Resources).find(({ Type, Properties }) => Type === 'AWS::Events::Rule' && /Own$/.test(Properties.Description))!;
  return { file: join(outdir, asset, 'detections.json'), pattern: rule.Properties.EventPattern };
}

const { file, pattern } = synthesised();
let firehose: FakeFirehose;
let bus: FakeBus;
let metrics: any[];

beforeEach(async () => {
  firehose = new FakeFirehose();
  bus = new FakeBus();
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 's',
    STREAM: 'siem',
    DELIVERY: 'PACKED',
    DETECTIONS: file,
    AWS_ENDPOINT_URL_FIREHOSE: await firehose.start(),
    AWS_ENDPOINT_URL_EVENTBRIDGE: await bus.start(),
  });
  jest.resetModules();
  metrics = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => metrics.push(JSON.parse(String(line))) > 0);
  jest.spyOn(console, 'error').mockImplementation();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all([firehose.stop(), bus.stop()]);
  for (const name of ['AWS_ENDPOINT_URL_FIREHOSE', 'AWS_ENDPOINT_URL_EVENTBRIDGE', 'DETECTIONS']) delete process.env[name];
});

function started() {
  return jest.requireActual<typeof import('../../../lambda/siem')>('../../../lambda/siem').handler;
}

/** Events of one log, as they pass. */
async function pass(service: string, events: unknown[], run = started()): Promise<void> {
  firehose.put(samples.subscription(KIND[service], events.map((event) => JSON.stringify(event))));
  await firehose.run(run, 10);
}

const delivered = () => firehose.delivered.flatMap(({ data }) => gunzipSync(data).toString('utf-8').trimEnd().split('\n')).length;
const cases = (which: 'match' | 'noMatch') => live.flatMap((detection) => detection.tests[which].map((patch, at): [string, number, Detection, any] => (
  [detection.name, at + 1, detection, patched(detection.tests.event, patch)])));

test('there is a detection of each kind of log', () => {
  expect(new Set(live.map(({ service }) => service))).toEqual(new Set(['waf', 'apigateway']));
});

test.each(cases('match'))('%s finds its match %i as it passes, and the event is exported', async (name, _at, { service, version }, event) => {
  await pass(service, [event]);
  expect(bus.findings.map(({ detail }) => detail.type)).toEqual([`Detection/${name}/${version}`]);
  expect(delivered()).toBe(1);
});

test.each(cases('noMatch'))('%s finds nothing in its no_match %i', async (_name, _at, { service }, event) => {
  await pass(service, [event]);
  expect(bus.findings).toEqual([]);
  expect(delivered()).toBe(1);
});

const attack = live.find(({ name }) => name === 'waf-inspection-failed')!;
const from = (sourceIp: string, more: object = {}) => ({ ...attack.tests.event, sourceIp, ...more });

test('a finding reaches the responder by its rule, as an incident on the address', async () => {
  await pass('apigateway', [from('203.0.113.9')]);
  const [{ entry, detail }] = bus.findings;
  expect([entry.Source, entry.DetailType]).toEqual([pattern.source[0], pattern['detail-type'][0]]);
  expect(detail.severity).toBeGreaterThanOrEqual(pattern.detail.severity[0].numeric[1]);
  expect(findingsOf({ 'source': entry.Source, 'detail-type': entry.DetailType, detail } as any)).toEqual([
    expect.objectContaining({ source: 'zero-trust', severity: detail.severity, targets: [{ kind: 'ADDRESS', id: '203.0.113.9' }] }),
  ]);
});

test('it is the finding of the scheduled detections, by its id', async () => {
  await pass('apigateway', [from('203.0.113.9')]);
  expect(bus.findings.map(({ detail }) => detail)).toEqual(findingsOver('apigateway', [from('203.0.113.9')], [windowed(attack)]));
});

test('what one address does is one finding, however many events and batches there are, and what another does is another', async () => {
  const run = started();
  await pass('apigateway', Array.from({ length: 50 }, () => from('203.0.113.9')), run);
  await pass('apigateway', [from('203.0.113.9'), from('203.0.113.10')], run);
  expect(bus.findings.map(({ detail }) => detail.targets[0].id)).toEqual(['203.0.113.9', '203.0.113.10']);
});

test('a function cannot forge a finding: what its log group holds is no access log', async () => {
  firehose.put(samples.subscription(LogKind.TEXT, [JSON.stringify(from('203.0.113.9'))]));
  await firehose.run(started(), 10);
  expect(bus.findings).toEqual([]);
});

test('nothing of the request but its targets is in a finding', async () => {
  await pass('apigateway', [from('203.0.113.9', { path: '/orders/secret-of-a-customer' })]);
  expect(JSON.stringify(bus.findings)).not.toContain('secret-of-a-customer');
});

test('events are exported although the bus refuses findings, which are counted and found again', async () => {
  const run = started();
  bus.failNext('PutEvents', new ServiceError('InternalException', 'down'));
  await pass('apigateway', [from('203.0.113.9')], run);
  expect(delivered()).toBe(1);
  expect(metrics.at(-1)).toMatchObject({ received: 1, delivered: 1, findings: 1, failedFindings: 1 });
  await pass('apigateway', [from('203.0.113.9')], run);
  expect(bus.findings.at(-1)!.detail.targets).toEqual([{ kind: 'ADDRESS', id: '203.0.113.9' }]);
  expect(metrics.at(-1)).toMatchObject({ findings: 1, failedFindings: 0 });
});

test('a flood from many addresses is cut, counted, and does not hold up what is exported', async () => {
  await pass('apigateway', Array.from({ length: 500 }, (_, at) => from(`198.51.${Math.floor(at / 256)}.${at % 256}`)));
  expect(bus.findings).toHaveLength(200);
  expect(delivered()).toBe(500);
  expect(metrics.at(-1)).toMatchObject({ findings: 500, failedFindings: 300 });
});

test('without detections there is no call of the bus, and with a missing file the batch is tried again', async () => {
  delete process.env.DETECTIONS;
  await pass('apigateway', [from('203.0.113.9')]);
  expect(bus.calls).toEqual([]);
  jest.resetModules();
  process.env.DETECTIONS = join(folder, 'missing.json');
  const { handler } = { handler: started() };
  await expect(handler({ records: [] })).rejects.toThrow('not beside the code');
  writeFileSync(process.env.DETECTIONS, '{}');
  await expect(handler({ records: [] })).resolves.toEqual({ records: [] });
  expect(readFileSync(file, 'utf-8')).toContain(attack.id);
});
