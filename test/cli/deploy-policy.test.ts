import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const outdir = mkdtempSync(join(tmpdir(), 'zt-deploy-policy-'));
const template = join(outdir, 'shop.template.json');
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

function run(resources: object, ...args: string[]) {
  writeFileSync(template, JSON.stringify({ Resources: resources }));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, 'src', 'cli', 'main.ts'), 'deploy-policy', ...args], { encoding: 'utf-8', cwd: ROOT });
  return { status, stdout, stderr };
}

const TOPIC = { Topic: { Type: 'AWS::SNS::Topic' } };

test('text: the policy, the command that makes it, and that which bootstraps with it', () => {
  const { status, stdout } = run(TOPIC, template);
  const [, json] = /^# CdkDeploy\.json\n([^#]*)/.exec(stdout)!;
  expect(JSON.parse(json)).toMatchObject({ Version: '2012-10-17', Statement: [{ Effect: 'Allow' }, {}] });
  expect(stdout).toContain('aws iam create-policy --policy-name CdkDeploy --policy-document file://CdkDeploy.json');
  expect(stdout).toContain('cdk bootstrap aws://ACCOUNT/REGION --cloudformation-execution-policies "arn:aws:iam::ACCOUNT:policy/CdkDeploy"');
  expect(status).toBe(0);
});

test('JSON has the same policy, and where it comes from', () => {
  const found = JSON.parse(run(TOPIC, template, '--format', 'json').stdout);
  expect(found).toMatchObject({ source: expect.stringContaining('cfn-lint'), unknown: [], policies: [{ name: 'CdkDeploy' }] });
  expect(found.policies[0].document.Statement.flatMap(({ Action }: { Action: string[] }) => Action)).toContain('sns:CreateTopic');
});

test('a type without a schema is exit code 1, and shown without what steers a terminal', () => {
  const { status, stdout } = run({ ...TOPIC, 'Odd\u001b[31m': { Type: 'Acme::Odd::Thing' } }, template);
  expect(status).toBe(1);
  expect(stdout).toContain('Not covered, no schema of their handlers: shop/Odd [31m (Acme::Odd::Thing)');
  expect(stdout).not.toContain('\u001b');
});

test('a name with an escape code in it is no command for a terminal', () => {
  expect(run({ Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'a\u001b[2J' } } }, template).stdout).not.toContain('\u001b');
});

test('what cannot be read is exit code 2, without a policy', () => {
  const { status, stdout, stderr } = run(TOPIC, template, join(outdir, 'nothing'));
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('nothing');
});
