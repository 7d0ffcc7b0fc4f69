import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { LambdaRestApi } from 'aws-cdk-lib/aws-apigateway';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ordersApp } from '../../examples/orders-api/app';
import { controlNames, controlsOf, FRAMEWORKS, frameworkOf } from '../../src/frameworks';
import { RULES } from '../../src/rules';

const MAIN = join(__dirname, '..', '..', 'src', 'cli', 'main.ts');
const directory = mkdtempSync(join(tmpdir(), 'zt-cli-'));
const orders = join(directory, 'orders');
const raw = join(directory, 'raw');
const yaml = join(directory, 'hand-written.yaml');

/** Runs the command as a user would, in a process of its own. */
function run(args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    encoding: 'utf-8', env: { PATH: process.env.PATH, ...env }, maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

beforeAll(() => {
  ordersApp({ outdir: orders, analyticsReporting: false }).synth();
  const app = new App({ outdir: raw, analyticsReporting: false });
  const stack = new Stack(app, 'Raw');
  new LambdaRestApi(stack, 'Api', {
    handler: new LambdaFunction(stack, 'Fn', { code: Code.fromInline('x'), handler: 'index.handler', runtime: Runtime.NODEJS_22_X }),
  });
  app.synth();
  writeFileSync(yaml, `Transform: AWS::Serverless-2016-10-31
Parameters:
  Days: {Type: Number}
Resources:
  Fn: {Type: AWS::Serverless::Function}
  Logs:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      RetentionInDays: !Ref Days
      KmsKeyId: !GetAtt Key.Arn
  Key: {Type: AWS::Other::Thing}
  Orders: {Type: AWS::SQS::Queue}
`);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('audit', () => {
  test('finds nothing open in orders-api, and exits 0 at the strictest level', () => {
    const { status, stdout } = run(['audit', orders, '--fail-on', 'low']);
    expect(stdout).toMatch(/1 template, \d+ rules, \d\d\d+ verdicts: (\d+) pass, 0 fail, 0 unknown\.\n$/);
    expect(status).toBe(0);
  });

  test('tells what orders-api costs before anybody uses it', () => {
    expect(run(['audit', orders]).stdout).toMatch(/\n {2}Orders: 12\d resources, 57\.30 USD\n {4}29\.20 USD {2}AWS::EC2::VPCEndpoint \(2\)\n/);
  });

  test('exits 1 for a stack that CloudFormation does not take, and 0 for one that is nearly full', () => {
    const full = (count: number) => {
      const path = join(directory, `full-${count}.json`);
      writeFileSync(path, JSON.stringify({ Resources: Object.fromEntries(Array.from({ length: count }, (_, i) => [`Q${i}`, { Type: i === 0 ? 'AWS::SQS::Queue' : 'AWS::SES::Template' }])) }));
      const { status, stdout } = run(['audit', path, '--fail-on', 'critical']);
      return [status, /The stack has \d+ resources[^.]*\./.exec(stdout)?.[0]];
    };
    expect(full(399)).toEqual([0, undefined]);
    expect(full(400)).toEqual([0, 'The stack has 400 resources, 80 % of the 500 that CloudFormation takes.']);
    expect(full(501)).toEqual([1, 'The stack has 501 resources, more than the 500 that CloudFormation takes.']);
  });

  test('finds what is open in an app of plain L2s, by its template alone, and exits 1', () => {
    const { status, stdout } = run(['audit', join(raw, 'Raw.template.json')]);
    for (const rule of ['ZT-APIGATEWAY-001', 'ZT-LAMBDA-033', 'ZT-IAM-003']) expect(stdout).toContain(rule);
    expect(stdout).toMatch(/CRITICAL: [1-9]\d* fail/);
    expect(status).toBe(1);
  });

  test('calls resources by their construct paths when it reads an assembly', () => {
    expect(run(['audit', raw]).stdout).toContain('Raw/Fn/Resource');
  });

  test('reads YAML, judges what SAM deploys, and says that a parameter is unknown', () => {
    const { stdout } = run(['audit', yaml]);
    expect(stdout).toMatch(/ZT-IAM-003.*\n {4}fails {4}.*FnRole\n/);
    expect(stdout).toMatch(/ZT-LOGS-001.*\n {4}unknown {2}/);
  });

  test.each([['never', 0], ['critical', 0], ['high', 0], ['medium', 1]])('fails on %s by what is open at that level or over it: exit %p', (level, expected) => {
    expect(run(['audit', yaml, '--fail-on', level as string]).status).toBe(expected);
  });

  test('writes the same JSON at every run, with nothing else on standard output', () => {
    const first = run(['audit', raw, '--format', 'json']).stdout;
    expect(JSON.parse(first)).toMatchObject({ schemaVersion: '1.10', tool: { name: 'cdk-zero-trust' } });
    expect(run(['audit', raw, '--format', 'json']).stdout).toBe(first);
  });

  test('writes SARIF to a file, and each result points to the line that made the resource, and to where it begins in the template', () => {
    const path = join(directory, 'report.sarif');
    expect(run(['audit', raw, '--format', 'sarif', '--output', path])).toMatchObject({ status: 1, stdout: '' });
    const lines = readFileSync(join(raw, 'Raw.template.json'), 'utf-8').split('\n');
    const { results } = JSON.parse(readFileSync(path, 'utf-8')).runs[0];
    expect(results.length).toBeGreaterThan(5);
    const source = readFileSync(__filename, 'utf-8').split('\n');
    for (const { locations: [{ physicalLocation, logicalLocations }], relatedLocations: [inTemplate] } of results) {
      expect(physicalLocation.artifactLocation.uri).toBe('test/cli/main.test.ts');
      expect(source[physicalLocation.region.startLine - 1]).toMatch(/new (LambdaRestApi|LambdaFunction)\(/);
      expect(lines[inTemplate.physicalLocation.region.startLine - 1].trim()).toBe(`"${logicalLocations[0].name}": {`);
    }
  });

  test('writes CSV of every verdict', () => {
    expect(run(['audit', raw, '--format', 'csv']).stdout).toMatch(/^rule,severity,.*\r\nZT-/);
  });

  test('writes one HTML page, dated', () => {
    const { stdout } = run(['audit', raw, '--format', 'html']);
    expect(stdout).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
    expect(stdout).toMatch(/<dt>Date<\/dt><dd>\d{4}-\d{2}-\d{2}<\/dd>/);
  });

  test('has no colour where nobody looks', () => {
    expect(run(['audit', raw], { FORCE_COLOR: '1' }).stdout).not.toContain('\u001b');
  });

  test('tells its exit codes in --help', () => {
    expect(run(['audit', '--help'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/0 {2}nothing is open[^]*1 {2}something is[^]*2 {2}the input/) });
  });
});

describe('what cannot be used exits 2 with a message and no stack', () => {
  test.each([
    ['no path', () => ['audit'], /missing required argument/],
    ['escape sequences for an option', () => ['audit', yaml, '--\u001b[2J\u009b31m\u202e'], /^error: unknown option '--\\u001b\[2J\\u009b31m\\u202e'/],
    ['escape sequences for a choice', () => ['audit', yaml, '--format', '\u001b]0;title\u0007'], /'\\u001b\]0;title\\u0007' is invalid/],
    ['escape sequences for a command', () => ['\u001b[2J'], /unknown command '\\u001b\[2J'/],
    ['a path without a file', () => ['audit', join(directory, 'gone')], /Missing: there is no such file\. Remediation: /],
    ['a directory that is no assembly', () => ['audit', __dirname], /NotAnAssembly: .* Remediation: /],
    ['a file that is no template', () => ['audit', MAIN], /(NotATemplate|Malformed): .* Remediation: /],
    ['an unknown format', () => ['audit', yaml, '--format', 'xml'], /Allowed choices are table, json, sarif, csv/],
    ['an unknown level', () => ['audit', yaml, '--fail-on', 'worst'], /Allowed choices/],
    ['an output that cannot be written', () => ['audit', yaml, '--output', join(directory, 'no', 'where')], /Unwritable: .* Remediation: /],
    ['an unknown rule', () => ['explain', 'ZT-NOPE-001'], /there is no rule "ZT-NOPE-001"/],
    ['an unknown command', () => ['judge'], /unknown command/],
  ])('%s', (_, args, message) => {
    const { status, stdout, stderr } = run(args());
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('and leaves no report', () => {
    const path = join(directory, 'none.json');
    run(['audit', join(directory, 'gone'), '--output', path]);
    expect(existsSync(path)).toBe(false);
  });
});

describe('rules', () => {
  test('lists every rule', () => {
    const { status, stdout } = run(['rules']);
    expect(stdout.trimEnd().split('\n').map((line) => line.split(' ')[0])).toEqual(RULES.map(({ id }) => id));
    expect(status).toBe(0);
  });

  test('lists them as JSON', () => {
    const [listed] = JSON.parse(run(['rules', '--format', 'json']).stdout);
    expect(listed).toEqual({ ...JSON.parse(JSON.stringify(RULES[0])), controls: controlNames(RULES[0]) });
  });

  test('lists those that serve a framework with its controls, then what is not covered of it', () => {
    const framework = frameworkOf('csa-12')!;
    const { status, stdout } = run(['rules', '--framework', 'csa-12']);
    const serving = RULES.filter((rule) => controlsOf(rule, framework).length > 0).map(({ id }) => id);
    expect(stdout.match(/^ZT-[A-Z0-9-]+/gm)).toEqual(serving);
    expect(serving.length).toBeLessThan(RULES.length);
    expect(stdout).toMatch(/^ZT-LAMBDA-008 .*\n +SAS-2$/m);
    expect(stdout).toMatch(/\nNot covered of CSA-12 2019 [^]+\n {2}SAS-9 {2}Manipulation of business logic\n {6}What an application means to do is in its code\.\n/);
    expect(stdout).toContain('the rest: Dependencies inside of the code.');
    expect(status).toBe(0);
  });
});

describe('--framework', () => {
  test('judges by the rules that serve the framework only, and names its controls', () => {
    const { status, stdout } = run(['audit', raw, '--framework', 'pci-dss', '--format', 'json', '--fail-on', 'critical']);
    const report = JSON.parse(stdout);
    expect(report.framework).toMatchObject({ id: 'pci-dss', version: '4.0.1' });
    const serving = RULES.filter((rule) => controlsOf(rule, frameworkOf('pci-dss')).length > 0);
    expect(report.rules.map(({ id }: any) => id)).toEqual(serving.map(({ id }) => id));
    for (const { controls } of report.evidence) for (const control of controls) expect(control).toMatch(/^PCI DSS /);
    expect(report.evidence.map(({ rule }: any) => rule)).toContain('ZT-APIGATEWAY-001');
    expect(status).toBe(1);
  });

  test('lets pass what another framework asks for', () => {
    const open = (framework: string) => run(['audit', raw, '--framework', framework, '--fail-on', 'low']).stdout;
    expect(open('fsbp')).toContain('ZT-APIGATEWAY-004');
    expect(open('hipaa')).not.toContain('ZT-APIGATEWAY-004');
  });

  test.each(['audit', 'rules'])('of %s refuses a name that it does not know, lists those that it knows, and exits 2', (command) => {
    const { status, stdout, stderr } = run([command, ...(command === 'audit' ? [raw] : []), '--framework', 'iso-27001']);
    expect(stderr).toContain(`Allowed choices are ${FRAMEWORKS.map(({ id }) => id).join(', ')}.`);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});

test('explain tells what a rule looks at, why, how to satisfy it and for which controls', () => {
  const rule = RULES.find(({ id }) => id === 'ZT-SNS-001')!;
  const { status, stdout } = run(['explain', 'zt-sns-001']);
  const { title, severity, types: [type], rationale, remediation } = rule;
  for (const text of [title, severity, type, rationale, remediation, ...controlNames(rule)]) expect(stdout).toContain(text);
  for (const { framework, control } of controlsOf(rule)) expect(stdout).toContain(control.source ?? framework.source);
  expect(status).toBe(0);
});
