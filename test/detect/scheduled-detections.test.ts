import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as logsModel from '@aws-sdk/client-cloudwatch-logs';
import { App, CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { findingsOf, incidentId } from '../../lambda/incident-response/finding';
import { AuditTrail, SecureFunction, ScheduledDetections, ScheduledDetectionsProps, SecureApi, SecureHttpApi, TrustZone, WebFirewall } from '../../src';
import { Service, SERVICES } from '../../src/detect/detection';
import { burstEvents } from '../../src/detect/detection-tests';
import { MAX_ROWS } from '../../src/detect/insights-query';
import { shippedDetections } from '../../src/detect/shipped-detections';
import { DeployedTemplates } from '../support/deployed-template';
import { checkShape, operationOf } from '../support/fake-aws/shapes';
import { IamJudge } from '../support/iam-judge';
import { insights } from '../support/insights';
import { JsonProtocolServer, ServiceError } from '../support/json-protocol-server';
import { stackFindings } from '../support/packs';

const folder = mkdtempSync(join(tmpdir(), 'zt-scheduled-'));
// the SDK is provided by the runtime
symlinkSync(join(__dirname, '..', '..', 'node_modules'), join(folder, 'node_modules'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const scheduled = shippedDetections().filter(({ window, service }) => window || service !== 'cloudtrail');
const ofTrail = scheduled.filter(({ service }) => service === 'cloudtrail').map(({ name }) => name);

interface Built {
  readonly detections: ScheduledDetections;
  readonly stack: Stack;
  readonly template: Template;
}

function build(props: (stack: Stack) => ScheduledDetectionsProps = withTrail, members: (stack: Stack, zone: TrustZone) => void = () => {}): Built {
  const stack = new Stack(new App({ outdir: mkdtempSync(join(folder, 'out-')) }), 'Stack');
  const zone = TrustZone.of(stack);
  const detections = new ScheduledDetections(zone, 'Bursts', props(stack));
  members(stack, zone);
  return { detections, stack, template: Template.fromStack(stack) };
}

function withTrail(stack: Stack): ScheduledDetectionsProps {
  return { trailLogGroup: new AuditTrail(stack, 'Trail').logGroup };
}

function withAll(stack: Stack): void {
  new WebFirewall(stack, 'Firewall');
  const fn = new SecureFunction(stack, 'Fn', { code: Code.fromInline('exports.handler = async () => {}') });
  new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true }).addRoute('GET /orders', fn);
  new SecureHttpApi(stack, 'HttpApi', { keepExecuteApiEndpoint: true, withoutWebAcl: 'a test' });
}

function functionOf(template: Template): any {
  return Object.values(template.findResources('AWS::Lambda::Function', { Properties: { Environment: { Variables: { LOG_GROUPS: Match.anyValue() } } } }))[0].Properties;
}

function statementsOf(template: Template, service: string): any[] {
  return Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => new RegExp(`"${service}`).test(JSON.stringify(Action)));
}

describe('what runs', () => {
  test('are the detections that count, and those of logs, of which one runs nowhere else', () => {
    expect(build().detections.names).toEqual(scheduled.map(({ name }) => name));
    expect(scheduled.length).toBeGreaterThanOrEqual(6);
  });

  test('are none of CloudTrail without its log group', () => {
    expect(build(() => ({})).detections.names).toEqual(scheduled.map(({ name }) => name).filter((name) => !ofTrail.includes(name)));
    expect(ofTrail).not.toEqual([]);
  });

  test('less those that are left out, with those of your own', () => {
    const text = readFileSync(join(__dirname, '..', '..', 'detections', 'waf-bypass-attempts.yml'), 'utf-8');
    const file = join(folder, 'mine.yml');
    writeFileSync(file, text.replace('id: dcc89d1e', 'id: 11111111'));
    const { names } = build(() => ({ files: [file], without: ['waf-bypass-attempts'] })).detections;
    expect(names).toContain('mine');
    expect(names).not.toContain('waf-bypass-attempts');
  });

  test('is asked for in one query a kind of log, over the longest window', () => {
    const { outdir } = build().detections.node.root as App;
    const queries = JSON.parse(readFileSync(join(outdir, readdirSync(outdir).find((name) => name.startsWith('scheduled-detections.'))!, 'queries.json'), 'utf-8'));
    expect(queries.map(({ service }: any) => service)).toEqual(['cloudtrail', 'waf', 'apigateway']);
    const names = queries.flatMap(({ detections }: any) => detections.map(({ name }: any) => name));
    expect(names.sort()).toEqual(scheduled.map(({ name }) => name).sort());
  });
});

describe('the function', () => {
  test('may put findings, and no other events', () => {
    expect(statementsOf(build().template, 'events:')).toEqual([expect.objectContaining({
      Action: 'events:PutEvents', Condition: expect.objectContaining({ 'ForAllValues:StringEquals': { 'events:source': 'zero-trust', 'events:detail-type': 'Finding' } }),
    })]);
  });

  test('may ask the log groups of the trail, of APIs and of firewalls and no other, says a judge of IAM that is not ours', async () => {
    const { template, stack, detections } = build(withTrail, withAll);
    const deployed = DeployedTemplates.ofStacks({ Stack: template.toJSON() });
    const judge = new IamJudge(deployed);
    const fn = `Stack.${stack.resolve((detections.detectionFunction.node.defaultChild as CfnResource).logicalId)}`;
    const groups = Object.keys(deployed.resources('AWS::Logs::LogGroup'));
    const allowed = async (action: string, throughEndpoint: boolean) => {
      const decided = await Promise.all(groups.map(async (id) => (
        await judge.allows(fn, { action, resource: `${deployed.arnOf(id)}:log-stream:`, throughEndpoint }) ? [id.replace(/^Stack\.|[0-9A-F]{8}$/g, '')] : [])));
      return decided.flat().sort();
    };
    const read = ['ApiAccessLogs', 'ApiFirewallLogs', 'FirewallLogs', 'HttpApiAccessLogs', 'TrailLogs'];
    expect(groups.length).toBeGreaterThan(read.length + 2);
    for (const action of ['logs:StartQuery', 'logs:GetQueryResults']) {
      expect(await allowed(action, false)).toEqual(read);
      expect(await allowed(action, true)).toEqual(read);
    }
    for (const action of ['logs:FilterLogEvents', 'logs:DeleteLogGroup', 'logs:Unmask']) expect(await allowed(action, false)).toEqual([]);
  });

  test('is told those log groups by kind, whether they are made before or after', () => {
    const { LOG_GROUPS } = functionOf(build(withTrail, withAll).template).Environment.Variables;
    const text = JSON.stringify(LOG_GROUPS);
    for (const part of ['cloudtrail', 'apigateway', 'waf', 'TrailLogs', 'ApiAccessLogs', 'HttpApiAccessLogs', 'FirewallLogs']) expect(text).toContain(part);
    expect(JSON.stringify(functionOf(build().template).Environment.Variables.LOG_GROUPS)).not.toContain('waf');
  });

  test('runs every 5 minutes and looks back for 15 more, or as it is told', () => {
    const rate = (template: Template) => [
      Object.values(template.findResources('AWS::Scheduler::Schedule')).map(({ Properties }) => Properties.ScheduleExpression),
      functionOf(template).Environment.Variables.LATEST_SECONDS,
    ];
    expect(rate(build().template)).toEqual([['rate(5 minutes)'], '1200']);
    expect(rate(build(() => ({ every: Duration.minutes(1), latest: Duration.hours(1) })).template)).toEqual([['rate(1 minute)'], '3660']);
  });

  test('that fails, or that does not run, raises an alarm', () => {
    const { template } = build();
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties)
      .filter(({ Dimensions }) => JSON.stringify(Dimensions ?? '').includes('BurstsFunction'));
    expect(alarms).toEqual(expect.arrayContaining([
      expect.objectContaining({ MetricName: 'Errors', Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1 }),
      expect.objectContaining({ MetricName: 'Invocations', Threshold: 1, ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching', EvaluationPeriods: 3 }),
    ]));
    for (const { AlarmActions } of alarms) expect(AlarmActions).toEqual([{ Ref: expect.stringContaining('TrustZoneAlarms') }]);
  });

  test('does not read logs of a member in another stack, and warns', () => {
    const app = new App();
    const home = new Stack(app, 'Home');
    const zone = new TrustZone(home, 'Zone');
    const other = new Stack(app, 'Other');
    zone.serve(other);
    new ScheduledDetections(zone, 'Bursts');
    new WebFirewall(other, 'Firewall');
    app.synth();
    Annotations.fromStack(other).hasWarning('/Other/Firewall/Logs', Match.stringLikeRegexp('LogsNotRead'));
    expect(home.dependencies).toEqual([]);
  });
});

test.each<[string, (stack: Stack) => ScheduledDetectionsProps]>([
  ['BadInterval', () => ({ every: Duration.seconds(30) })],
  ['BadInterval', () => ({ every: Duration.seconds(90) })],
  ['BadInterval', () => ({ every: Duration.minutes(61) })],
  ['BadInterval', () => ({ latest: Duration.seconds(0) })],
  ['NothingToRun', () => ({ without: scheduled.map(({ name }) => name) })],
  ['UnknownDetection', () => ({ without: ['access-key-created'] })],
  ['NotLive', () => ({ files: [join(__dirname, '..', '..', 'detections', 'access-key-created.yml')] })],
  ['UnknownProp', () => ({ trail: 1 } as any)],
])('%s is thrown before anything is made', (id, props) => {
  const stack = new Stack(new App(), 'Stack');
  const zone = TrustZone.of(stack);
  const before = zone.node.findAll().length;
  expect(() => new ScheduledDetections(zone, 'Bursts', props(stack))).toThrow(expect.objectContaining({ name: 'ZeroTrustError', id }));
  expect(zone.node.findAll()).toHaveLength(before);
});

test('the five packs find nothing open', () => {
  const { open } = stackFindings((stack) => {
    new WebFirewall(stack, 'Firewall');
    new ScheduledDetections(TrustZone.of(stack), 'Bursts', withTrail(stack));
  });
  expect(open).toEqual([]);
});

/** CloudWatch Logs and EventBridge on one endpoint, held to the model of the SDK: what is asked and answered has its shape. */
class FakeServices extends JsonProtocolServer {
  public readonly written: { group: string; time: number; message: string }[] = [];
  public statuses: string[] = [];
  public refused = 0;
  public pageSize = MAX_ROWS;
  public limit = MAX_ROWS;
  private readonly queries: string[][] = [];
  private running: string[] = [];

  public answer(operation: string, input: any): object {
    if (operation === 'PutEvents') {
      return { FailedEntryCount: this.refused, Entries: input.Entries.map(() => (this.refused ? { ErrorCode: 'InternalFailure' } : { EventId: '1' })) };
    }
    const [, , , , request, response] = operationOf(logsModel as any, operation) as any;
    checkShape(typeof request === 'function' ? request() : request, input);
    const output = operation === 'StartQuery' ? this.startQuery(input) : this.getQueryResults(input);
    checkShape(typeof response === 'function' ? response() : response, output);
    return output;
  }

  public forget(): void {
    this.calls.splice(0);
    this.written.splice(0);
    this.forgetFailures();
    Object.assign(this, { statuses: [], refused: 0, pageSize: MAX_ROWS, limit: MAX_ROWS });
  }

  private startQuery({ logGroupNames, queryString, startTime, endTime, limit }: any): object {
    const messages = this.written.filter(({ group, time }) => logGroupNames.includes(group) && time >= startTime && time <= endTime)
      .map(({ message }) => message);
    this.queries.push(insights(queryString, messages).slice(0, Math.min(limit, this.limit)));
    this.running = [...this.statuses];
    return { queryId: String(this.queries.length - 1) };
  }

  private getQueryResults({ queryId, nextToken = '0' }: any): object {
    const status = this.running.shift() ?? 'Complete';
    if (status !== 'Complete') return { status, results: [] };
    const [from, all] = [Number(nextToken), this.queries[Number(queryId)]];
    const to = from + this.pageSize;
    return {
      status,
      results: all.slice(from, to).map((value) => [{ field: '@message', value }, { field: '@ptr', value: 'x' }]),
      ...to < all.length && { nextToken: String(to) },
    };
  }
}

describe('the code in the assembly', () => {
  const fake = new FakeServices();
  let endpoint: string;
  let assembly: string;
  const GROUPS: Record<string, string[]> = { cloudtrail: ['trail'], waf: ['aws-waf-logs-1'], apigateway: ['api-1', 'api-2'] };
  const NOW = '2026-11-02T09:30:00Z';
  const detection = (name: string) => scheduled.find((one) => one.name === name)!;

  beforeAll(async () => {
    endpoint = await fake.start();
    const { outdir } = build().detections.node.root as App;
    assembly = join(outdir, readdirSync(outdir).find((name) => name.startsWith('scheduled-detections.'))!);
  });
  afterAll(() => fake.stop());
  beforeEach(() => fake.forget());

  async function run(time = NOW, { groups = GROUPS, left = 600_000 } = {}): Promise<any[]> {
    fake.calls.splice(0);
    jest.resetModules();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', LOG_GROUPS: JSON.stringify(groups), LATEST_SECONDS: '1200', POLL_MS: '1',
    });
    const log = jest.spyOn(console, 'log').mockImplementation(() => {});
    try {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- the bundle that was made, and not a module of ours
      await require(join(assembly, 'index.js')).handler({ time }, { getRemainingTimeInMillis: () => left });
    } finally {
      log.mockRestore();
    }
    return sent();
  }

  const sent = () => fake.calls.filter(({ operation }) => operation === 'PutEvents').flatMap(({ input }) => input.Entries);
  const asked = () => fake.calls.filter(({ operation }) => operation === 'StartQuery').map(({ input }) => input);

  /** Writes a test of a detection to its log, so that its last event is some minutes old. */
  function write(name: string, bursts = detection(name).windowTests!.match[0], minutesAgo = 1): void {
    const { service, tests } = detection(name);
    const events = burstEvents(tests.event, bursts, service);
    const times = events.map((event) => momentOf(service, event));
    const shift = Date.parse(NOW) - minutesAgo * 60_000 - Math.max(...times);
    events.forEach((event, at) => {
      const time = times[at] + shift;
      const moved = { ...event, [SERVICES[service]]: service === 'cloudtrail' ? new Date(time).toISOString() : time, requestID: `${name}-${at}`, requestId: `${name}-${at}` };
      fake.written.push({ group: GROUPS[service][0], time: Math.floor(time / 1000), message: JSON.stringify(moved) });
    });
  }

  const momentOf = (service: Service, event: any) => (service === 'cloudtrail' ? Date.parse(event.eventTime) : Number(event[SERVICES[service]]));

  test.each(scheduled.filter(({ window }) => window).map(({ name }) => [name]))('a burst of %s in the log is a finding, and an incident; below the threshold it is none', async (name) => {
    write(name);
    const [entry, ...more] = await run();
    expect(more).toEqual([]);
    const detail = JSON.parse(entry.Detail);
    const { severity, title, version } = detection(name);
    expect({ ...entry, Detail: detail }).toEqual({
      Source: 'zero-trust',
      DetailType: 'Finding',
      Detail: {
        id: expect.stringMatching(/^[0-9a-f-]{36}\/[0-9a-f]{32}$/),
        type: `Detection/${name}/${version}`,
        severity,
        title,
        time: expect.stringMatching(/^2026-11-02T09:2/),
        targets: expect.arrayContaining([expect.objectContaining({ kind: expect.any(String) })]),
      },
    });
    const [finding] = findingsOf({ source: entry.Source, detail });
    expect(finding.targets[0].id).not.toBe('');

    fake.forget();
    write(name, detection(name).windowTests!.noMatch[0]);
    expect(await run()).toEqual([]);
  });

  test('a single event of a log that no event rule sees is a finding', async () => {
    const { tests } = detection('waf-attack-only-counted');
    fake.written.push({ group: 'aws-waf-logs-1', time: Date.parse(NOW) / 1000 - 60, message: JSON.stringify({ ...tests.event, timestamp: Date.parse(NOW) - 60_000 }) });
    expect((await run()).map(({ Detail }) => JSON.parse(Detail).type)).toEqual(['Detection/waf-attack-only-counted/1']);
  });

  test('runs that look at the same time find one incident, and a burst an hour later another', async () => {
    write('secrets-read-in-bursts');
    const incidents = async (time: string) => (await run(time)).map(({ Source, Detail }) => {
      const [finding] = findingsOf({ source: Source, detail: JSON.parse(Detail) });
      return incidentId(finding, finding.targets[0]);
    });
    const seen = [await incidents(NOW), await incidents('2026-11-02T09:35:00Z'), await incidents('2026-11-02T09:40:00Z')];
    expect(new Set(seen.flat()).size).toBe(1);
    expect(seen.every((one) => one.length === 1)).toBe(true);
    fake.written.splice(0);
    write('secrets-read-in-bursts', undefined, -59);
    expect(await incidents('2026-11-02T10:30:00Z')).not.toEqual(seen[0]);
  });

  test('records that come 15 minutes late are counted with those that were there, and those of earlier are not read', async () => {
    write('secrets-read-in-bursts', undefined, 14);
    const late = fake.written.splice(5);
    expect(await run('2026-11-02T09:20:00Z')).toEqual([]);
    fake.written.push(...late);
    expect(await run()).toHaveLength(1);
    expect(await run('2026-11-02T11:00:00Z')).toEqual([]);
    const [{ startTime, endTime }] = asked();
    expect(endTime - startTime).toBe(1200 + 600);
  });

  test('records that come twice count once', async () => {
    write('callers-refused-in-bursts', [{ count: 60, every: 1, set: {} }]);
    fake.written.push(...fake.written);
    expect(await run()).toEqual([]);
  });

  test('each kind of log is asked once, all of its groups together, and none that the zone does not have', async () => {
    await run();
    expect(asked().map(({ logGroupNames }) => logGroupNames)).toEqual([['trail'], ['aws-waf-logs-1'], ['api-1', 'api-2']]);
    await run(NOW, { groups: { cloudtrail: ['trail'] } });
    expect(asked()).toHaveLength(1);
    await run(NOW, { groups: { apigateway: Array.from({ length: 51 }, (_, at) => `api-${at}`) } });
    expect(asked().map(({ logGroupNames }) => logGroupNames.length)).toEqual([50, 1]);
  });

  test('a query that takes its time is waited for', async () => {
    write('secrets-read-in-bursts');
    fake.statuses = ['Scheduled', 'Running', 'Running'];
    expect(await run()).toHaveLength(1);
  });

  test('answers in pages are read to the end', async () => {
    write('secrets-read-in-bursts');
    fake.pageSize = 3;
    expect(await run()).toHaveLength(1);
  });

  test('more events than a query gives are read in parts, so that a flood hides nothing', async () => {
    const flood = Array.from({ length: MAX_ROWS + 5 }, (_, at) => ({
      group: 'trail', time: Date.parse(NOW) / 1000 - 1500, message: JSON.stringify({ eventName: 'GetSecretValue', eventSource: 'secretsmanager.amazonaws.com', eventID: at }),
    }));
    fake.written.push(...flood.map((one, at) => ({ ...one, time: one.time + (at % 600) })));
    write('secrets-read-in-bursts');
    expect(await run(NOW, { groups: { cloudtrail: ['trail'] } })).toHaveLength(1);
    expect(asked().length).toBeGreaterThan(1);
  });

  test('a flood within one second fails the run, and what was read is judged', async () => {
    write('secrets-read-in-bursts');
    const time = Date.parse(NOW) / 1000 - 1000;
    fake.written.push(...Array.from({ length: MAX_ROWS }, (_, at) => ({ group: 'trail', time, message: JSON.stringify({ eventName: 'GetSecretValue', eventSource: 'secretsmanager.amazonaws.com', at }) })));
    await expect(run(NOW, { groups: { cloudtrail: ['trail'] } })).rejects.toThrow('cloudtrail: TooManyEvents');
    expect(sent()).toHaveLength(1);
  });

  test.each(['Failed', 'Timeout', 'Cancelled', 'Unknown'])('a query with the status %s fails the run, after the other logs are judged', async (status) => {
    write('waf-bypass-attempts');
    const original = fake.answer.bind(fake);
    const spy = jest.spyOn(fake, 'answer').mockImplementation((operation, input: any) => (
      operation === 'GetQueryResults' && fake.calls.filter(({ operation: one }) => one === 'StartQuery').length === 1 ? { status, results: [] } : original(operation, input)));
    await expect(run()).rejects.toThrow(`cloudtrail: Query${status}`);
    spy.mockRestore();
    expect(sent()).toHaveLength(1);
    expect(JSON.parse(sent()[0].Detail).type).toMatch('waf-bypass-attempts');
  });

  test('a log group that is gone fails the run, after the other logs are judged', async () => {
    write('waf-bypass-attempts');
    fake.failNext('StartQuery', new ServiceError('ResourceNotFoundException', 'The log group does not exist'));
    await expect(run()).rejects.toThrow('cloudtrail: ResourceNotFoundException');
    expect(sent()).toHaveLength(1);
  });

  test('a run that has no time left fails, and asks nothing more', async () => {
    await expect(run(NOW, { left: 14_000 })).rejects.toThrow('cloudtrail: OutOfTime');
    expect(asked()).toEqual([]);
  });

  test('findings that the bus refuses fail the run', async () => {
    write('secrets-read-in-bursts');
    fake.refused = 1;
    await expect(run()).rejects.toThrow('cloudtrail: The bus refused 1 findings: InternalFailure');
  });

  test('records that are no JSON are counted and fail the run, after the others are judged', async () => {
    write('secrets-read-in-bursts');
    fake.written.push({ group: 'trail', time: Date.parse(NOW) / 1000 - 60, message: '{"eventName":"GetSecretValue","eventSource":"secretsmanager.amazonaws.com"' });
    await expect(run()).rejects.toThrow('1 records are no JSON');
    expect(sent()).toHaveLength(1);
  });
});
