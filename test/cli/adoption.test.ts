import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const directory = mkdtempSync(join(tmpdir(), 'zt-cli-adoption-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the command as a user would, in the directory of the templates. */
function audit(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs'), join(ROOT, 'src', 'cli', 'main.ts'), 'audit', ...args], {
    encoding: 'utf-8', cwd: directory, env: { PATH: process.env.PATH },
  });
  return { status, stdout, stderr };
}
/** A queue without a key of one's own fails at medium. */
const failing = (...args: string[]) => audit(...args, '--fail-on', 'medium');
const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
const inAYear = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);

const RedrivePolicy = { deadLetterTargetArn: { 'Fn::Sub': 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:dead' }, maxReceiveCount: 3 };

beforeAll(() => write('app.json', JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'a', RedrivePolicy } } } })));

describe('audit --require', () => {
  test('fails where a capability is missing, names it, and takes several', () => {
    const { status, stdout } = audit('app.json', '--require', 'audit-trail', 'threat-detection', '--fail-on', 'critical');
    expect(status).toBe(0);
    expect(stdout).toMatch(/ZT-CAPABILITY-001 [^]*ZT-CAPABILITY-002 /);
    write('trail.json', JSON.stringify({ Resources: { T: { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, IsMultiRegionTrail: true, S3BucketName: 'b' } } } }));
    expect(audit('app.json', 'trail.json', '--require', 'audit-trail').stdout).not.toContain('ZT-CAPABILITY');
  });

  test('exits 2 for a name that is none, with the nearest one', () => {
    expect(audit('app.json', '--require', 'audit-trial')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('did you mean audit-trail?') });
  });
});

describe('audit --trusted-account', () => {
  const trusts = (...accounts: string[]) => JSON.stringify({
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: { Statement: accounts.map((account) => ({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' })) } },
      },
    },
  });
  beforeAll(() => write('role.json', trusts('111122223333', '012345678901')));

  test('lets policies name these accounts and no others', () => {
    expect(audit('role.json')).toMatchObject({ status: 1, stdout: expect.stringContaining('ZT-TRUST-002') });
    expect(audit('role.json', '--trusted-account', '111122223333')).toMatchObject({ status: 1, stdout: expect.stringMatching(/TRUSTED ACCOUNTS\n {2}111122223333 \(--trusted-account\)/) });
    expect(audit('role.json', '--trusted-account', '111122223333', '--trusted-account', '012345678901').status).toBe(0);
  });

  test('is told in reports for programs and auditors', () => {
    const trusted = ['role.json', '--trusted-account', '111122223333', '012345678901', '--format'];
    expect(JSON.parse(audit(...trusted, 'json').stdout).trustedAccounts).toEqual([
      { account: '111122223333', source: '--trusted-account' }, { account: '012345678901', source: '--trusted-account' },
    ]);
    expect(audit(...trusted, 'sarif').stdout).toContain('Account 111122223333 is trusted by --trusted-account.');
    expect(audit(...trusted, 'html').stdout).toContain('<h3>Trusted accounts</h3>');
    expect(audit(...trusted, 'csv').stdout.split('\r\n').filter((row) => row.includes(',trusted,'))).toEqual([
      ',,Trusted account,,,,,trusted,111122223333,,,,,,,,,\'--trusted-account,,,', ',,Trusted account,,,,,trusted,012345678901,,,,,,,,,\'--trusted-account,,,',
    ]);
    expect(audit('role.json', '--format', 'csv').stdout).not.toContain(',trusted,');
    expect(audit(...trusted, 'oscal').stdout).toContain('Account 012345678901 is trusted by --trusted-account.');
  });

  test('is read from the file of settings too, where numbers keep their zeros', () => {
    write('trust.yaml', 'trustedAccounts:\n  - 111122223333\n  - 012345678901\n');
    expect(audit('role.json', '--config', 'trust.yaml')).toMatchObject({ status: 0, stdout: expect.stringContaining('012345678901 (trust.yaml:3)') });
  });

  test.each(['12345', '1111-2222-3333', '*', ''])('exits 2 for %j', (account) => {
    expect(audit('role.json', '--trusted-account', account)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('BadAccount') });
  });
});

describe('audit --trusted-organization', () => {
  const [ours, theirs] = ['o-abcdefghij', 'o-zyxwvutsrq'];
  const policy = (...organizations: string[]) => ({
    Resources: {
      Policy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: {
          Topics: ['t'],
          PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': organizations } } }] },
        },
      },
      Permission: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: 'f', Action: 'lambda:InvokeFunction', Principal: '*', PrincipalOrgID: organizations[0] } },
    },
  });
  const verdictsOn = (...options: string[]) => (JSON.parse(audit(...options, '--format', 'json').stdout).evidence as any[])
    .filter(({ rule, logicalId }) => (rule === 'ZT-TRUST-002' && logicalId === 'Policy') || (rule === 'ZT-TRUST-004' && logicalId === 'Permission')).map(({ verdict, value }) => `${verdict} ${value}`);
  beforeAll(() => {
    write('ours.json', JSON.stringify(policy(ours)));
    write('theirs.json', JSON.stringify(policy(theirs)));
    write('both.json', JSON.stringify(policy(theirs, ours)));
  });

  test('tells in the evidence which organization is taken for that of the account, as long as none is trusted', () => {
    expect(verdictsOn('theirs.json')).toEqual([`pass sns:publish: ${theirs} is taken for the organization of the account`, `pass the organization ${theirs}`]);
  });

  test('lets policies and permissions name it and no other', () => {
    expect(verdictsOn('ours.json', '--trusted-organization', ours)).toEqual(['pass undefined', `pass the organization ${ours}`]);
    expect(verdictsOn('theirs.json', '--trusted-organization', ours)).toEqual([`fail PolicyDocument: sns:publish: ${theirs}`, `fail ${theirs}`]);
    expect(verdictsOn('both.json', '--trusted-organization', ours)[0]).toBe(`fail PolicyDocument: sns:publish: ${theirs}`);
    expect(verdictsOn('both.json', '--trusted-organization', ours, theirs)).toEqual(['pass undefined', `pass the organization ${theirs}`]);
  });

  test('is told in every report, and read from the file of settings', () => {
    write('orgs.yaml', `trustedOrganizations:\n  - ${ours}\n`);
    const text = (format: string) => audit('ours.json', '--config', 'orgs.yaml', '--format', format).stdout;
    expect(JSON.parse(text('json')).trustedOrganizations).toEqual([{ organization: ours, source: 'orgs.yaml:2' }]);
    for (const format of ['sarif', 'oscal']) expect(text(format)).toContain(`Organization ${ours} is trusted by orgs.yaml:2.`);
    expect(text('html')).toContain('<h3>Trusted organizations</h3>');
    expect(text('csv')).toContain(`,,Trusted organization,,,,,trusted,${ours},`);
    expect(text('table')).toMatch(/TRUSTED ORGANIZATIONS\n {2}o-abcdefghij \(orgs\.yaml:2\)/);
  });

  test.each(['o-*', 'o-short', '111122223333', ''])('exits 2 for %j', (id) => {
    expect(audit('ours.json', '--trusted-organization', id)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('BadOrganization') });
  });
});

describe('audit --baseline', () => {
  test('passes with what was there, fails with what is new, and shrinks', () => {
    expect(failing('app.json').status).toBe(1);
    expect(failing('app.json', '--write-baseline', 'baseline.yaml', '--until', inAYear).status).toBe(0);
    expect(failing('app.json', '--baseline', 'baseline.yaml').status).toBe(0);
    write('app.json', JSON.stringify({ Resources: { New: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'new', RedrivePolicy } } } }));
    const { status, stdout } = failing('app.json', '--baseline', 'baseline.yaml');
    expect(status).toBe(1);
    expect(stdout).toMatch(/1 entry of baseline\.yaml is stale, as the finding is gone/);
    expect(failing('app.json', '--write-baseline', 'baseline.yaml').status).toBe(1);
    expect(readFileSync(join(directory, 'baseline.yaml'), 'utf-8')).toMatch(/\nfindings: \[\]\n/);
  });

  test.each([
    [['--write-baseline', 'x.yaml'], 'a baseline has a last day'],
    [['--write-baseline', 'x.yaml', '--until', '2020-01-01'], 'it expired on 2020-01-01'],
    [['--write-baseline', 'x.yaml', '--until', '2999-01-01'], 'longer than one year'],
    [['--write-baseline', 'x.yaml', '--until', 'tomorrow'], 'is no day'],
    [['--until', inAYear], 'no baseline is written'],
    [['--baseline', 'x.yaml'], 'cannot be read'],
    [['--write-baseline', 'no/where.yaml', '--until', inAYear], 'cannot be written'],
  ])('exits 2 for %j, and writes nothing', (args, message) => {
    expect(audit('app.json', ...args)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
    expect(existsSync(join(directory, 'x.yaml'))).toBe(false);
  });
});

describe('the settings of the working directory', () => {
  beforeAll(() => write('cdk-zero-trust.yaml', 'rules:\n  ZT-SQS-001: {off: true, reason: No data in queues.}\n'));
  afterAll(() => rmSync(join(directory, 'cdk-zero-trust.yaml')));

  test('count, are shown with their reason, and are left out by --no-config', () => {
    expect(failing('app.json')).toMatchObject({ status: 0, stdout: expect.stringContaining('switched off: No data in queues. (cdk-zero-trust.yaml:2)') });
    expect(failing('app.json', '--no-config').status).toBe(1);
  });

  test('give way to the file of --config, which is refused when it is wrong', () => {
    write('other.yaml', 'rules:\n  ZT-SQS-1: {off: true, reason: x}\n');
    expect(audit('app.json', '--config', 'other.yaml')).toMatchObject({ status: 2, stderr: expect.stringMatching(/^\[other\.yaml:2\] UnknownRule: .* did you mean ZT-SQS-001\?/) });
  });
});

test('audit --rules takes rules of your own, and exits 2 for a module that is none', () => {
  write('rules.js', `exports.rules = [{ id: 'ACME-SQS-001', title: 'Queues are named orders', severity: 'critical', types: ['AWS::SQS::Queue'], rationale: 'r', remediation: 'm',
    check: (queue) => (queue.at('QueueName').value.value === 'orders' ? { verdict: 'pass' } : { verdict: 'fail', finding: 'it is another one' }) }];`);
  expect(audit('app.json', '--rules', 'rules.js', '--fail-on', 'critical')).toMatchObject({ status: 1, stdout: expect.stringContaining('ACME-SQS-001  Queues are named orders') });
  write('waivers.yaml', `waivers:\n  - {rule: ZeroTrust::ACME-SQS-001, path: app.json/New, owner: o, reason: r, ticket: T-1, expires: ${inAYear}}\n`);
  expect(audit('app.json', '--rules', 'rules.js', '--fail-on', 'critical', '--waivers', 'waivers.yaml')).toMatchObject({ status: 0, stdout: expect.stringContaining('WAIVED: 1') });
  expect(audit('app.json', '--rules', 'none.js')).toMatchObject({ status: 2, stderr: expect.stringContaining('BadOwnRules') });
});
