import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { Waiver } from '../../src/policy/waiver';
import { ZeroTrust } from '../../src/policy/zero-trust';

const MAIN = join(__dirname, '..', '..', 'src', 'cli', 'main.ts');
const directory = mkdtempSync(join(tmpdir(), 'zt-cli-waivers-'));
const assembly = join(directory, 'cdk.out');
const template = join(directory, 'app.yaml');
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Runs the command as a user would, in a process of its own. */
function audit(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', MAIN, 'audit', ...args.includes('--fail-on') ? args : [...args, '--fail-on', 'medium']], {
    encoding: 'utf-8', env: { PATH: process.env.PATH }, maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

function file(changes: Record<string, string> = {}): string {
  const fields = { rule: 'ZT-SNS-001', path: 'app/Topic', owner: 'web-team', reason: 'A test.', ticket: 'SEC-1', expires: inDays(7), ...changes };
  const path = join(directory, 'waivers.yaml');
  writeFileSync(path, `waivers:\n${Object.entries(fields).map(([name, value], i) => `${i === 0 ? '  - ' : '    '}${name}: ${value}\n`).join('')}`);
  return path;
}

beforeAll(() => {
  writeFileSync(template, 'Resources:\n  Topic: {Type: AWS::SNS::Topic}\n');
  const app = new App({ outdir: assembly, analyticsReporting: false });
  new CfnTopic(new Stack(app, 'Web'), 'Topic');
  ZeroTrust.enforce(app, {
    packs: [],
    waivers: [new Waiver({ rule: 'ZT-SNS-001', path: 'Web/Topic', owner: 'web-team', reason: 'A test.', ticket: 'SEC-1', expires: inDays(7) })],
  });
  app.synth();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('waivers of an assembly itself count with --template-waivers only', () => {
  const open = audit(assembly);
  expect(open.stdout).toMatch(/ZT-SNS-001 .*\n {4}fails {4}Web\/Topic/);
  expect(open.stderr).toContain('1 waiver of the templates themselves does not count: --template-waivers makes it.\n');
  expect(open.status).toBe(1);

  const { status, stdout, stderr } = audit(assembly, '--template-waivers');
  expect(stderr).not.toContain('does not count');
  expect(stdout).toContain(`WAIVED: 1\n\n  ZT-SNS-001  medium, fail  Web/Topic\n    A test.\n    web-team answers for it until ${inDays(7)}, SEC-1`);
  expect(status).toBe(0);
});

test('--no-waivers shows every finding', () => {
  const { status, stdout } = audit(assembly, '--template-waivers', '--no-waivers');
  expect(stdout).toMatch(/ZT-SNS-001 .*\n {4}fails {4}Web\/Topic/);
  expect(stdout).not.toMatch(/waived/i);
  expect(status).toBe(1);
});

test('--waivers takes the file that enforce takes, also for templates of no app', () => {
  expect(audit(template).status).toBe(1);
  expect(audit(template, '--waivers', file())).toMatchObject({ status: 0, stdout: expect.stringContaining('1 waived') });
});

test.each([
  ['expired', { expires: inDays(-1) }, /it expired on/],
  ['is unused', { path: 'app/Gone' }, /it is unused/],
])('a waiver that %s waives nothing, and fails the audit even when only critical findings do', (_, changes, why) => {
  const { status, stdout } = audit(template, '--fail-on', 'critical', '--waivers', file(changes));
  expect(stdout).toMatch(/WAIVERS THAT DO NOT COUNT\n {2}The waiver of ZeroTrust::ZT-SNS/);
  expect(stdout).toMatch(why);
  expect(stdout).toMatch(/\n {4}fails {4}.*Topic/);
  expect(status).toBe(1);
});

test('what is wrong with a waiver is on standard error when the report is for programs', () => {
  const { stdout, stderr } = audit(template, '--format', 'json', '--waivers', file({ expires: inDays(-1) }));
  expect(JSON.parse(stdout).waiverProblems).toHaveLength(1);
  expect(stderr).toMatch(/^The waiver of ZeroTrust::ZT-SNS-001 on app\/Topic \(web-team, SEC-1; .*waivers\.yaml\) does not count: it expired on/m);
});

test.each([
  ['has no owner', () => file({ owner: '""' }), /waivers\.yaml:2\] WaiverIncomplete: the waiver has no owner\. Remediation: /],
  ['is not there', () => join(directory, 'none.yaml'), /none\.yaml\] BadWaiverFile/],
])('a file of waivers that %s cannot be used: exit 2, and no report', (_, path, message) => {
  const { status, stdout, stderr } = audit(template, '--waivers', path());
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

test('--format oscal writes assessment results of the day, with waived risks', () => {
  const path = join(directory, 'results.json');
  expect(audit(assembly, '--template-waivers', '--format', 'oscal', '--output', path).status).toBe(0);
  const { metadata, results: [{ risks }] } = JSON.parse(readFileSync(path, 'utf-8'))['assessment-results'];
  expect(metadata['last-modified']).toMatch(/^\d{4}-\d{2}-\d{2}T00:00:00Z$/);
  expect(risks.map(({ status }: any) => status)).toContain('deviation-approved');
});
