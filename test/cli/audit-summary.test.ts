import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { audit } from './support/audit';

const directory = mkdtempSync(join(tmpdir(), 'zt-cli-summary-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function template(name: string, resources: object): string {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify({ Resources: resources }));
  return path;
}

const url = { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', TargetFunctionArn: 'x' } };
const fn = { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'python2.7', Code: { ZipFile: '' }, Role: 'arn:aws:iam::111122223333:role/r', Handler: 'x' } };
const queue = { Type: 'AWS::SQS::Queue' };
const bucket = { Type: 'AWS::S3::Bucket' };
const safe = { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/a', TargetKeyId: '11111111-2222-3333-4444-555555555555' } };

describe('audit --summary', () => {
  const both = () => [template('one.json', { url, queue, bucket }), template('two.json', { url, fn, queue })];

  test('tells each rule once over all templates, the worst first', () => {
    const { stdout } = audit(...both(), '--summary');
    const rules = stdout.match(/ZT-[A-Z\d]+-\d+/g)!;
    expect(new Set(rules).size).toBe(rules.length);
    expect(rules[0]).toBe('ZT-LAMBDA-008');
    expect(stdout).toMatch(/^critical {2}ZT-LAMBDA-008 .*\n {10}2 fail, 0 unknown, in 2 templates$/m);
    expect(stdout).toMatch(/ZT-S3-003 .*\n {10}1 fail, 0 unknown, in 1 template$/m);
    const severities = stdout.match(/^(critical|high|medium|low)(?= +ZT-)/gm)!;
    expect(severities).toEqual([...severities].sort((a, b) => ['critical', 'high', 'medium', 'low'].indexOf(a) - ['critical', 'high', 'medium', 'low'].indexOf(b)));
  });

  test('tells ten rules, and how many there are besides', () => {
    const { stdout } = audit(...both(), '--summary');
    expect(stdout.match(/ZT-[A-Z\d]+-\d+/g)).toHaveLength(10);
    const all = new Set(audit(...both()).stdout.match(/^ {2}ZT-[A-Z\d]+-\d+/gm));
    expect(all.size).toBeGreaterThan(10);
    expect(stdout).toContain(`${all.size - 10} more rules have findings`);
  });

  test('decides on the exit code as the table does', () => {
    expect(audit(...both(), '--summary').status).toBe(1);
    expect(audit(...both(), '--summary', '--fail-on', 'never').status).toBe(0);
  });

  test('tells no rule where nothing is open', () => {
    expect(audit(template('safe.json', { safe }), '--summary').stdout).not.toMatch(/ZT-|more rules/);
  });
});

describe('the last line of an audit says why it exits as it does', () => {
  test('with findings that fail, by severity', () => {
    const { status, last } = audit(template('open.json', { url, queue }), '--fail-on', 'critical');
    expect([status, last]).toEqual([1, 'Exit 1: 1 critical open (--fail-on critical).']);
  });

  test('with findings below the level that fails', () => {
    const { status, last } = audit(template('queue.json', { queue }), '--fail-on', 'critical');
    expect([status, last]).toEqual([0, expect.stringMatching(/^Exit 0: nothing is open at or over critical; below it \d+ medium/)]);
  });

  test('with no findings', () => {
    expect(audit(template('safe.json', { safe })).last).toBe('Exit 0: nothing is open at or over high.');
  });

  test('with --fail-on never', () => {
    expect(audit(template('open.json', { url }), '--fail-on', 'never').last).toMatch(/^Exit 0: --fail-on never; 1 critical/);
  });

  test('with inputs that cannot be read, and the rest that can', () => {
    writeFileSync(join(directory, 'bad.json'), '{');
    expect(audit(template('open.json', { url }), join(directory, 'bad.json')).last).toMatch(/^Exit 2: 1 of the inputs could not be read; of the rest 1 critical/);
    expect(audit(join(directory, 'bad.json')).last).toBe('Exit 2: nothing could be read.');
  });

  test('with nothing that a rule looks at', () => {
    expect(audit(template('none.json', { Wait: { Type: 'AWS::CloudFormation::WaitConditionHandle' } })).last).toBe('Exit 2: nothing was judged.');
  });

  test('on standard error, so that reports for programs stay as they are', () => {
    expect(() => JSON.parse(audit(template('open.json', { url }), '--format', 'json').stdout)).not.toThrow();
  });
});
