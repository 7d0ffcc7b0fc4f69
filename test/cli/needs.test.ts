import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const outdir = mkdtempSync(join(tmpdir(), 'zt-needs-'));
const template = join(outdir, 'app.template.json');
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, 'src', 'cli', 'main.ts'), ...args], { encoding: 'utf-8', cwd: ROOT });
  return { status, stdout, stderr };
}

function write(actions: string[], name = 'Reader'): void {
  writeFileSync(template, JSON.stringify({
    Resources: {
      [name]: {
        Type: 'AWS::Lambda::Function',
        Properties: { Runtime: 'python3.13', Handler: 'index.f', Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { ZipFile: 'import boto3\n\nboto3.client("s3").get_object(Bucket="b")\n' } },
        Metadata: { 'aws:cdk:path': `App/${name}\u001b[31m/Resource` },
      },
      Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: 'arn:aws:s3:::b/*' }] } }] } },
    },
  }));
}

test('lists rights that nothing uses and calls that nothing allows, with the line of the code', () => {
  write(['s3:PutObject']);
  const { status, stdout } = run('needs', template);
  expect(stdout).toBe(`App/Reader [31m/Resource
  missing   s3:GetObject  for GetObject in index.py:3
  unused    s3:putobject  on "arn:aws:s3:::b/*"

Functions: 1. Unused rights: 1. Calls without a right: 1. Code not read: 0.
`);
  expect(status).toBe(1);
});

test('as JSON, and clean', () => {
  write(['s3:GetObject']);
  const { status, stdout } = run('needs', template, '--format', 'json');
  expect(JSON.parse(stdout)).toEqual([{
    stack: 'app',
    logicalId: 'Reader',
    function: expect.stringContaining('App/Reader'),
    unused: [],
    missing: [],
    unread: [],
    calls: [{ name: 'GetObject', actions: ['s3:GetObject'], oneOf: [], certainty: 'certain', file: 'index.py', line: 3 }],
  }]);
  expect(stdout).not.toContain('\u001b');
  expect(status).toBe(0);
});

test('audit reports unused rights when it is asked to', () => {
  write(['s3:GetObject', 's3:DeleteObject']);
  const audited = (...more: string[]) => JSON.parse(run('audit', template, '--format', 'json', '--fail-on', 'never', ...more).stdout) as { evidence: { rule: string; value?: string; severity: string }[] };
  const found = (json: ReturnType<typeof audited>) => json.evidence.filter(({ rule }) => rule === 'ZT-GRANTS-001');
  expect(found(audited())).toEqual([]);
  expect(found(audited('--unused-grants', 'high'))).toMatchObject([{ severity: 'high', value: expect.stringContaining('s3:deleteobject') }]);
});

test('nothing to read is exit code 2', () => {
  expect(run('needs', join(outdir, 'nothing')).status).toBe(2);
});
