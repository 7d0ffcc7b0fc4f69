import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aws, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Detections, DetectionsProps, IncidentResponder, Play, TrustZone } from '../../src';
import { patched } from '../../src/detect/detection-tests';
import { callPatterns } from '../../src/detect/event-rules';
import { shippedDetections } from '../../src/detect/shipped-detections';
import { JsonProtocolServer } from '../support/json-protocol-server';
import { stackFindings } from '../support/packs';

const folder = mkdtempSync(join(tmpdir(), 'zt-detections-'));
// the SDK is provided by the runtime
symlinkSync(join(__dirname, '..', '..', 'node_modules'), join(folder, 'node_modules'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const live = shippedDetections().filter(({ window, service }) => !window && service === 'cloudtrail');

function build(props?: DetectionsProps, more: (zone: TrustZone, stack: Stack) => void = () => {}) {
  const stack = new Stack(new App({ outdir: mkdtempSync(join(folder, 'out-')) }), 'Stack');
  const zone = TrustZone.of(stack);
  const detections = new Detections(zone, 'Detections', props);
  more(zone, stack);
  return { detections, template: Template.fromStack(stack) };
}

function rulesOf(template: Template): any[] {
  return Object.values(template.findResources('AWS::Events::Rule')).map(({ Properties }) => Properties);
}

/** As EventBridge: exact values and prefixes, with case. */
function lets(pattern: any, event: any): boolean {
  return Object.entries<any>(pattern).every(([key, wanted]) => (Array.isArray(wanted)
    ? wanted.some((one) => (one?.prefix === undefined ? one === event?.[key] : String(event?.[key]).startsWith(one.prefix)))
    : lets(wanted, event?.[key] ?? {})));
}

function own(name: string, change: (text: string) => string = (text) => text): string {
  const file = join(folder, `${name}.yml`);
  writeFileSync(file, change(readFileSync(join(__dirname, '..', '..', 'detections', 'log-group-deleted.yml'), 'utf-8')));
  return file;
}
const withId = (text: string) => text.replace(/^id: .*$/m, 'id: 11111111-2222-4333-8444-555555555555');

describe('event rules', () => {
  const rules = rulesOf(build().template);

  test('are few, within the size of EventBridge, and match CloudTrail events of AWS sources only', () => {
    expect(rules.length).toBeLessThanOrEqual(8);
    for (const { EventPattern } of rules) {
      expect(JSON.stringify(EventPattern).length).toBeLessThanOrEqual(2048);
      expect(EventPattern).toMatchObject({ 'source': [{ prefix: 'aws.' }], 'detail-type': ['AWS API Call via CloudTrail'] });
      expect(Object.keys(EventPattern.detail)).not.toEqual([]);
    }
  });

  test.each(live.map((one) => [one.name, one] as const))('hand every event on that %s matches, also where it only reads', (_name, { tests }) => {
    for (const patch of tests.match) {
      const detail: any = patched(tests.event, patch);
      const letting = rules.filter(({ EventPattern }) => lets(EventPattern, { 'source': `aws.${detail.eventSource.split('.')[0]}`, 'detail-type': 'AWS API Call via CloudTrail', detail }));
      expect(letting.filter(({ State }) => !detail.readOnly || State === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS')).not.toEqual([]);
    }
  });

  test('keep what is undelivered with the dead letters of the zone', () => {
    for (const { Targets: [target] } of rules) expect(target.DeadLetterConfig.Arn['Fn::GetAtt'][0]).toMatch(/^TrustZoneDeadLetters/);
  });

  test('do not see calls that only read, where no detection is about one', () => {
    const ofReads = live.filter(({ tests }) => tests.match.some((patch) => patched(tests.event, patch).readOnly === true));
    const { template } = build({ without: ofReads.map(({ name }) => name) });
    expect(rulesOf(template).map(({ State }) => State)).toEqual(rulesOf(template).map(() => 'ENABLED'));
  });

  test('are no way to have every call of the account judged', () => {
    const [detection] = live;
    expect(() => callPatterns([{ ...detection, condition: { not: detection.condition } }])).toThrow(expect.objectContaining({ id: 'TooManyEvents' }));
  });

  test('are refused where EventBridge, which compares with case, would not hand on what a detection matches', () => {
    const file = own('lower-case', (text) => withId(text).replace('- DeleteLogStream', '- deletelogstream'));
    expect(() => build({ files: [file] })).toThrow(expect.objectContaining({ id: 'TooManyEvents', path: 'lower-case.yml' }));
  });
});

describe('the function', () => {
  test('may put findings on the default bus, and nothing else', () => {
    const { template } = build();
    const statements = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => JSON.stringify(Action).includes('events:'));
    expect(statements).toEqual([{
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: { 'Fn::Join': ['', expect.arrayContaining([':event-bus/default'])] },
      Condition: {
        'ForAllValues:StringEquals': { 'events:source': 'zero-trust', 'events:detail-type': 'Finding' },
        'Null': { 'events:source': 'false', 'events:detail-type': 'false' },
      },
    }]);
  });

  const roles = (template: Template) => JSON.stringify(Object.values(template.findResources('AWS::Lambda::Function', {
    Properties: { Environment: { Variables: { DEPLOY_ROLES: Match.anyValue() } } },
  }))[0].Properties.Environment.Variables.DEPLOY_ROLES);

  test('expects changes by the role that deploys the stack', () => {
    expect(roles(build().template)).toContain('cdk-hnb659fds-cfn-exec-role');
  });

  test('expects changes by the roles that are named, in its place', () => {
    const { template } = build({ deployRoles: [iam.Role.fromRoleArn(new Stack(), 'Pipeline', `arn:aws:iam::${Aws.ACCOUNT_ID}:role/pipeline`)] });
    expect(roles(template)).toContain('role/pipeline');
    expect(roles(template)).not.toContain('cfn-exec-role');
  });

  test('expects changes by the plays of a responder in the zone, made before or after', () => {
    const { template } = build({}, (zone) => new IncidentResponder(zone, 'Responder', { plays: [Play.isolateFunction()] }));
    expect(roles(template)).toContain('IsolateFunction');
    expect(roles(build().template)).not.toContain('IsolateFunction');
  });
});

describe('which detections run', () => {
  test('all of the package that are about one management event', () => {
    expect(build().detections.names).toEqual(live.map(({ name }) => name));
    expect(live.length).toBeGreaterThanOrEqual(25);
  });

  test('without those that are left out, with those of your own', () => {
    const { names } = build({ without: ['access-key-created'], files: [own('mine', withId)] }).detections;
    expect(names).toContain('mine');
    expect(names).not.toContain('access-key-created');
  });

  test.each<[string, () => DetectionsProps]>([
    ['UnknownDetection', () => ({ without: ['no-such-detection'] })],
    ['BadDetectionFile', () => ({ files: [join(folder, 'absent.yml')] })],
    ['BadDetectionFile', () => ({ files: [__filename] })],
    ['DetectionTwice', () => ({ files: [own('same-id')] })],
    ['DetectionTestFails', () => ({ files: [own('wrong', (text) => withId(text).replace(/^ +- DeleteLogStream\n/m, ''))] })],
    ['NotLive', () => ({ files: [join(__dirname, '..', '..', 'detections', 'waf-bypass-attempts.yml')] })],
    ['BadDetection', () => ({ files: [own('untested', (text) => withId(text).replace(/\n {2}no_match:[\s\S]*$/, '\n'))] })],
  ])('%s is thrown', (id, props) => {
    expect(() => build(props())).toThrow(expect.objectContaining({ name: 'ZeroTrustError', id }));
  });
});

test('the five packs find nothing', () => {
  const { open } = stackFindings((stack) => new Detections(TrustZone.of(stack), 'Detections'));
  expect(open).toEqual([]);
});

class FakeEventBridge extends JsonProtocolServer {
  public refused = 0;

  public answer(_operation: string, { Entries }: any): object {
    return { FailedEntryCount: this.refused, Entries: Entries.map(() => (this.refused ? { ErrorCode: 'ThrottlingException' } : { EventId: '1' })) };
  }
}

describe('the code in the assembly', () => {
  const fake = new FakeEventBridge();
  let endpoint: string;
  let assembly: string;
  const event = live.find(({ name }) => name === 'lambda-code-changed')!.tests.event;

  beforeAll(async () => {
    endpoint = await fake.start();
    const { outdir } = build().detections.node.root as App;
    assembly = join(outdir, readdirSync(outdir).find((name) => name.startsWith('detections.'))!);
  });
  afterAll(() => fake.stop());
  beforeEach(() => {
    fake.calls.splice(0);
    fake.refused = 0;
  });

  async function run(detail: unknown, deployRoles: string[] = []) {
    jest.resetModules();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', DEPLOY_ROLES: JSON.stringify(deployRoles),
    });
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the bundle that was made, and not a module of ours
    await require(join(assembly, 'index.js')).handler({ source: 'aws.lambda', detail });
    return fake.calls.flatMap(({ input }) => input.Entries);
  }

  test('is JavaScript of one file that Node.js takes by itself', () => {
    execFileSync(process.execPath, ['--check', join(assembly, 'index.js')]);
    expect(readdirSync(assembly).sort()).toEqual(['detections.json', 'index.js']);
  });

  test('sends a finding in the form of the responder', async () => {
    const [entry, ...more] = await run(event);
    expect(more).toEqual([]);
    expect({ ...entry, Detail: JSON.parse(entry.Detail) }).toEqual({
      Source: 'zero-trust',
      DetailType: 'Finding',
      Detail: {
        id: expect.stringMatching(new RegExp(`^[0-9a-f-]{36}/${event.eventID}$`)),
        type: 'Detection/lambda-code-changed/1',
        severity: 8,
        title: 'Function code was changed outside of the deployment role',
        time: event.eventTime,
        targets: [{ kind: 'FUNCTION', id: 'place-order' }],
      },
    });
  });

  test('sends nothing for a change by a deployment role', async () => {
    expect(await run(event, ['arn:aws:iam::111122223333:role/Developer'])).toEqual([]);
  });

  test.each(['StopLogging', 'ListTrails'])('takes any record, and finds something in %s only if a detection does', async (eventName) => {
    const found = await run({ ...event, eventSource: 'cloudtrail.amazonaws.com', eventName });
    expect(found).toHaveLength(eventName === 'StopLogging' ? 1 : 0);
  });

  test('fails when the bus refuses a finding, so that Lambda tries again', async () => {
    fake.refused = 1;
    await expect(run(event)).rejects.toThrow('The bus refused 1 findings: ThrottlingException');
  });

  test.each([undefined, null, 'text', {}, []])('fails for what is no record of CloudTrail: %j', async (detail) => {
    await expect(run(detail)).rejects.toThrow('The event holds no record of CloudTrail.');
  });
});
