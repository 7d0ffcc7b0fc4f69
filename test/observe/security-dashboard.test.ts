import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { eventLine } from '../../lambda/runtime-guard/events';
import {
  AuditTrail, DataWatch, Detections, FirewallScope, IncidentResponder, Play, RuntimeGuard, ScheduledDetections, SecureApi, SecureFunction,
  SecureHttpApi, SecureSecret, SecurityAlarms, SecurityDashboard, SecurityDashboardProps, SiemExport, ThreatDetection, TrustZone, WebFirewall,
} from '../../src';
import { markGuarded } from '../../src/core/guarded-function';
import { stackFindings } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {};');
const fn = (scope: Stack | TrustZone, id: string, zone?: TrustZone) => new SecureFunction(scope, id, { code, handler: 'index.handler', zone });
const zoneIn = (stack: Stack) => new TrustZone(stack, 'Zone');

type Make = (zone: TrustZone, stack: Stack) => void;

/** The body of the only dashboard of a template, with `<logical id>` or `<logical id.attribute>` for what is not known before deployment. */
function bodyOf(template: Template): any {
  const [{ Properties }] = Object.values<any>(template.findResources('AWS::CloudWatch::Dashboard'));
  const text = (part: any): string => {
    if (typeof part === 'string') return part;
    if (part.Ref) return `<${part.Ref}>`;
    if (part['Fn::ImportValue']) return `<${part['Fn::ImportValue']}>`;
    if (part['Fn::GetAtt']) return `<${part['Fn::GetAtt'].join('.')}>`;
    return part['Fn::Join'][1].map(text).join(part['Fn::Join'][0]);
  };
  return JSON.parse(text(Properties.DashboardBody));
}

function build(after: Make = () => {}, before: Make = () => {}, props?: SecurityDashboardProps): any {
  const stack = new Stack(new App(), 'Stack');
  const zone = zoneIn(stack);
  before(zone, stack);
  new SecurityDashboard(zone, 'Dashboard', props);
  after(zone, stack);
  return bodyOf(Template.fromStack(stack));
}

const widget = (body: any, title: string) => {
  const found = body.widgets.filter(({ properties }: any) => properties.title?.startsWith(title));
  expect(found.map(({ properties }: any) => properties.title)).toHaveLength(1);
  return found[0].properties;
};
const titles = (body: any) => body.widgets.map(({ properties }: any) => properties.title ?? properties.markdown);
/** Lines of a graph: namespace, name, dimensions and label. */
const lines = ({ metrics }: any) => metrics.map((metric: any[]) => metric.map((part) => (typeof part === 'object' ? part.label ?? part.expression : part)).join(' '));

describe('what is shown', () => {
  test('of an empty zone is nothing', () => {
    expect(titles(build())).toEqual([]);
  });

  test.each<[string, Make, string[]]>([
    ['a function', (zone) => fn(zone, 'Fn'), ['## Logs', 'Log volume (bytes)']],
    ['a function that a runtime guard protects', (zone) => { fn(zone, 'Fn'); new RuntimeGuard(zone, 'Guard').requireIn(zone); },
      ['## Runtime guard', 'Events of the runtime guard by function and kind', '## Logs', 'Log volume (bytes)']],
    ['a runtime guard that protects nothing', (zone) => { fn(zone, 'Fn'); new RuntimeGuard(zone, 'Guard'); }, ['## Logs', 'Log volume (bytes)']],
    ['a guarded function', (zone) => markGuarded(fn(zone, 'Fn')), ['## Runtime guard', 'Events of the runtime guard by function and kind', '## Logs', 'Log volume (bytes)']],
    ['detections', (zone) => new Detections(zone, 'Live'),
      ['## Detections', 'Detections that ran', 'Detections that failed', '## Logs', 'Log volume (bytes)']],
    ['alarms', (zone) => { fn(zone, 'Fn'); new SecurityAlarms(zone, 'Watch'); }, ['## Alarms', 'Security alarms', '## Logs', 'Log volume (bytes)']],
    ['a SIEM', (zone) => new SiemExport(zone, 'Siem'), ['## Logs', 'Events exported to the SIEM: Siem', 'Log volume (bytes)']],
    ['threat detection', (zone) => new ThreatDetection(zone, 'Threats'), ['## Findings and incidents', 'Findings sent to the zone\'s topic']],
    ['secrets without a trail', (zone) => new SecureSecret(zone, 'Secret'), ['## Logs', 'Log volume (bytes)']],
  ])('of %s, whether it was made before the dashboard or after, is its part and no other', (_, make, expected) => {
    expect(titles(build(make))).toEqual(expected);
    expect(titles(build(undefined, make))).toEqual(expected);
  });

  test('leaves out what belongs to another zone', () => {
    const body = build((_, stack) => {
      const other = new TrustZone(stack, 'Other');
      markGuarded(fn(other, 'Fn'));
      new Detections(other, 'Live');
      new SecurityAlarms(other, 'Watch');
      new ThreatDetection(other, 'Threats');
      new SiemExport(other, 'Siem');
    });
    expect(titles(body)).toEqual([]);
  });
});

describe('requests refused', () => {
  const body = build((zone) => {
    new SecureApi(zone, 'Rest', { keepExecuteApiEndpoint: true, firewall: new WebFirewall(zone, 'Firewall') }).addRoute('GET /orders', fn(zone, 'Get'));
    new SecureHttpApi(zone, 'Http', { keepExecuteApiEndpoint: true, withoutWebAcl: 'a test' }).addRoute('GET /orders', fn(zone, 'GetHttp'));
  });

  test('are counted for each API, by its construct ids', () => {
    expect(lines(widget(body, 'Requests answered with 4xx'))).toEqual([
      expect.stringMatching(/^AWS\/ApiGateway 4XXError ApiName \S+ Rest$/), expect.stringMatching(/^AWS\/ApiGateway 4xx ApiId <ZoneHttp\w+> Http$/),
    ]);
  });

  test('are listed by status, cause and route out of the access logs', () => {
    const { query, view } = widget(body, 'Callers refused');
    expect(view).toBe('table');
    expect(query).toMatch(/^SOURCE '<ZoneRestAccessLogs\w+>' \| SOURCE '<ZoneHttpAccessLogs\w+>' \| filter status like \/\^40\[13\]\$\/\n\| fields coalesce\(resourcePath, routeKey\) as route\n/);
  });

  test('by AWS WAF are counted by rule, without the sum of all rules', () => {
    const [[{ expression }]] = widget(body, 'Requests blocked by rule: Firewall').metrics;
    expect(expression).toMatch(/^SEARCH\('\{AWS\/WAFV2,Region,Rule,WebACL\} MetricName="BlockedRequests" WebACL="[\w-]+" NOT Rule="ALL"', 'Sum'\)$/);
  });

  test('by a web ACL of distributions are read in its region, without a region of their own', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' }, crossRegionReferences: true });
    const edge = new Stack(app, 'Edge', { env: { account: '111122223333', region: 'us-east-1' }, crossRegionReferences: true });
    const zone = zoneIn(stack);
    new WebFirewall(edge, 'Firewall', { zone, firewallScope: FirewallScope.CLOUDFRONT });
    new SecurityDashboard(zone, 'Dashboard');
    const [[{ expression, region }]] = widget(bodyOf(Template.fromStack(stack)), 'Requests blocked by rule: Edge/Firewall').metrics;
    expect(expression).toContain('{AWS/WAFV2,Rule,WebACL}');
    expect(region).toBe('us-east-1');
  });
});

describe('incidents', () => {
  const body = build((zone) => new IncidentResponder(zone, 'Responder', { plays: [Play.notify(zone.alarmTopic)] }));

  test('are counted by severity', () => {
    expect(lines(widget(body, 'Incidents opened: Responder'))).toEqual(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'].map((severity) => (
      expect.stringMatching(new RegExp(`^cdk-zero-trust/Incidents Opened Severity ${severity} StateMachine <ZoneResponderMachine\\w+\\.Name> ${severity}$`)))));
  });

  test('have a mean time to contain over the time that is shown', () => {
    const { metrics, setPeriodToTimeRange } = widget(body, 'Response: Responder');
    expect(setPeriodToTimeRange).toBe(true);
    expect(metrics[0]).toEqual(['cdk-zero-trust/Incidents', 'SecondsToContain', 'StateMachine', expect.any(String), { label: 'Mean time to contain' }]);
    expect(metrics[1].slice(1, 2).concat(metrics[1][4])).toEqual(['SecondsToContain', { label: 'Contained', stat: 'SampleCount' }]);
  });

  test('that are open come out of the logs of what opens and closes them, by their last status', () => {
    const { query } = widget(body, 'Incidents that are open');
    expect(query.match(/SOURCE '<\w+>'/g)).toEqual([expect.stringContaining('Coordinate'), expect.stringContaining('Intake')]);
    expect(query).toContain('| filter status != "RECORDED" and status != "UNDONE"');
  });
});

test('rotations of the zone\'s secrets come out of the trail', () => {
  const stack = new Stack(new App(), 'Stack');
  const zone = zoneIn(stack);
  new SecureSecret(zone, 'Secret');
  new SecurityDashboard(zone, 'Dashboard', { trailLogGroup: new AuditTrail(zone, 'Trail').logGroup });
  const { query } = widget(bodyOf(Template.fromStack(stack)), 'Last rotation of secrets');
  expect(query).toMatch(/^SOURCE '<ZoneTrail\w+>'/);
  expect(query).toMatch(/filter additionalEventData\.SecretId in \["<ZoneSecret\w+>"\]/);
});

test('failures of detections are those of both kinds', () => {
  const body = build((zone) => {
    new Detections(zone, 'Live');
    new ScheduledDetections(zone, 'Scheduled');
  });
  expect(lines(widget(body, 'Detections that failed')).map((line: string) => line.replace(/<\w+>/, ''))).toEqual([
    'AWS/Lambda Errors FunctionName  Live: failed', 'AWS/Lambda Errors FunctionName  Scheduled: failed',
    'AWS/Lambda Throttles FunctionName  Live: throttled', 'AWS/Lambda Throttles FunctionName  Scheduled: throttled',
  ]);
});

test('findings have a line for each rule, GuardDuty and Security Hub apart, and none of Macie where no data is restricted', () => {
  const body = build((zone) => {
    new ThreatDetection(zone, 'Threats');
    new DataWatch(zone, 'Data');
  });
  expect(lines(widget(body, 'Findings sent')).map((line: string) => line.split(' ').at(-1))).toEqual([
    'Threats/GuardDutyFindings', 'Threats/SecurityHubFindings',
  ]);
});

test('of a guard are the events that its layer publishes, by their own names', () => {
  const body = build((zone) => { fn(zone, 'Fn'); new RuntimeGuard(zone, 'Guard').requireIn(zone); });
  const [[{ expression }]] = widget(body, 'Events of the runtime guard').metrics;
  const published = JSON.parse(eventLine('egress', 'block', 'example.com', 0, { AWS_LAMBDA_FUNCTION_NAME: 'orders' }))._aws.CloudWatchMetrics[0];
  expect(expression).toContain(`{${published.Namespace},${published.Dimensions[1].join()}} MetricName="${published.Metrics[0].Name}"`);
});

describe('a large zone', () => {
  const body = build((zone) => {
    for (let i = 0; i < 64; i++) markGuarded(fn(zone, `Fn${i}`));
    new SecurityAlarms(zone, 'Watch');
  });

  test('has no more widgets than a small one, and draws the highest lines', () => {
    expect(titles(body)).toEqual([
      '## Alarms', 'Security alarms', '## Runtime guard', 'Events of the runtime guard by function and kind', '## Logs',
      'Log volume (bytes): the 20 highest of 65',
    ]);
    const [highest, ...others] = widget(body, 'Log volume').metrics;
    expect(highest[0].expression).toBe('SORT(METRICS(), SUM, DESC, 20)');
    expect(others).toHaveLength(65);
    expect(others.every((metric: any[]) => metric.at(-1).visible === false)).toBe(true);
  });

  test('is searched in as many expressions as names fit', () => {
    const expressions = widget(body, 'Events of the runtime guard').metrics.map(([{ expression }]: any) => expression);
    expect(expressions.map((one: string) => one.match(/FunctionName="</g)!.length)).toEqual([10, 10, 10, 10, 10, 10, 4]);
    const longest = expressions.map((one: string) => one.replace(/<\w+>/g, 'x'.repeat(64)).length);
    expect(Math.max(...longest)).toBeLessThanOrEqual(1_024);
  });
});

describe('members in other stacks', () => {
  function apart(home: (app: App, zoneStack: Stack) => Stack) {
    const app = new App();
    const stack = new Stack(app, 'Zones');
    const zone = zoneIn(stack);
    const other = new Stack(app, 'Orders');
    markGuarded(fn(other, 'Fn', zone));
    const dashboardStack = home(app, stack);
    new SecurityAlarms(stack, 'Alarms', { zone });
    new SecurityDashboard(dashboardStack, 'Dashboard', { zone });
    return { stack: dashboardStack, zone };
  }

  test('are warned about beside the zone, and not shown', () => {
    const { stack } = apart((_, zoneStack) => zoneStack);
    expect(titles(bodyOf(Template.fromStack(stack)))).not.toContain('## Runtime guard');
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('in the stack Orders is not shown: make the dashboard in a stack of its own'));
  });

  test('are shown by a dashboard in a stack of its own, their alarms too', () => {
    const { stack } = apart((app) => new Stack(app, 'Boards'));
    const body = bodyOf(Template.fromStack(stack));
    expect(titles(body)).toEqual(expect.arrayContaining(['## Runtime guard', 'Security alarms', 'Log volume (bytes)']));
    expect(widget(body, 'Security alarms').alarms.length).toBeGreaterThan(0);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('is not shown'));
  });

  test('of another region are warned about wherever the dashboard is', () => {
    const app = new App();
    const env = { account: '111122223333' };
    const stack = new Stack(app, 'Zones', { env: { ...env, region: 'eu-west-1' } });
    const zone = zoneIn(stack);
    const boards = new Stack(app, 'Boards', { env: { ...env, region: 'eu-central-1' } });
    fn(stack, 'Fn', zone);
    new SecurityDashboard(boards, 'Dashboard', { zone });
    expect(titles(bodyOf(Template.fromStack(boards)))).toEqual([]);
    Annotations.fromStack(boards).hasWarning('*', Match.stringLikeRegexp('in the stack Zones is not shown'));
  });
});

describe('props', () => {
  test.each([[undefined, '-P1D'], [Duration.hours(3), '-PT3H']])('an interval of %s is where the dashboard begins', (defaultInterval, start) => {
    expect(build(undefined, undefined, { defaultInterval }).start).toBe(start);
  });

  test.each<[string, SecurityDashboardProps]>([
    ['BadDashboardName', { dashboardName: 'with space' }],
    ['BadDashboardName', { dashboardName: '' }],
    ['BadDashboardName', { dashboardName: 'x'.repeat(256) }],
    ['BadInterval', { defaultInterval: Duration.seconds(59) }],
    ['UnknownProp', { name: 'x' } as any],
  ])('throws %s for %j', (id, props) => {
    expect(() => build(undefined, undefined, props)).toThrow(id);
  });

  test('a name is given to the dashboard, and none by default', () => {
    const stack = new Stack(new App(), 'Stack');
    new SecurityDashboard(zoneIn(stack), 'Dashboard', { dashboardName: 'orders_1-security' });
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'orders_1-security' });
    const other = new Stack(new App(), 'Stack');
    new SecurityDashboard(zoneIn(other), 'Dashboard');
    Template.fromStack(other).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: Match.absent() });
  });
});

test('adds one resource', () => {
  const stack = new Stack(new App(), 'Stack');
  const zone = zoneIn(stack);
  fn(zone, 'Fn');
  const without = Object.keys(Template.fromStack(stack).toJSON().Resources).length;
  const made = new Stack(new App(), 'Stack');
  const other = zoneIn(made);
  fn(other, 'Fn');
  new SecurityDashboard(other, 'Dashboard');
  expect(Object.keys(Template.fromStack(made).toJSON().Resources)).toHaveLength(without + 1);
});

test('has no finding of the packs', () => {
  const { open } = stackFindings((stack) => {
    const zone = zoneIn(stack);
    fn(zone, 'Fn');
    new SecurityDashboard(zone, 'Dashboard');
  });
  expect(open).toEqual([]);
});
