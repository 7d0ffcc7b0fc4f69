import { execFileSync, spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parse } from 'yaml';
import { SampleRepository } from './sample-repository';

const ROOT = join(__dirname, '..', '..');
/** The oracle: it is installed for this test, below a temporary folder, and nothing of it ships. */
const PRE_COMMIT = 'pre-commit==4.7.0';
const GOOD = { Resources: { Logs: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties: { RetentionInDays: 365, KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } }, Key: { Type: 'AWS::Other::Thing' } } };
const BAD = { Resources: { Topic: { Type: 'AWS::SNS::Topic' }, Policy: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: '*' }] } } } } };
const PUBLIC_TOPIC = `const topic = new CfnTopic(stack, 'Topic');
new CfnTopicPolicy(stack, 'Policy', { topics: [topic.ref], policyDocument: ${JSON.stringify(BAD.Resources.Policy.Properties.PolicyDocument)} });`;

jest.setTimeout(300_000);

let repository: SampleRepository;
let work: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'zt-pre-commit-'));
  execFileSync('python3', ['-m', 'venv', join(work, 'venv')], { stdio: 'pipe' });
  const { status, stderr } = spawnSync(join(work, 'venv', 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', PRE_COMMIT], { encoding: 'utf-8' });
  if (status !== 0) throw new Error(`${PRE_COMMIT} cannot be installed from PyPI, so the hooks are not tested: ${stderr}`);

  // the repository that people name, with the hooks of this checkout
  const hooks = join(work, 'hooks');
  mkdirSync(hooks);
  writeFileSync(join(hooks, '.pre-commit-hooks.yaml'), readFileSync(join(ROOT, '.pre-commit-hooks.yaml')));
  const inHooks = (...args: string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: hooks, encoding: 'utf-8', stdio: 'pipe' });
  inHooks('init', '-q');
  inHooks('add', '-A');
  inHooks('commit', '-q', '-m', 'hooks');
  const rev = inHooks('rev-parse', 'HEAD').trim();

  repository = new SampleRepository();
  const recipe = /## pre-commit\n\n```yaml\n([^]*?)```/.exec(readFileSync(join(ROOT, 'docs', 'ci.md'), 'utf-8'))![1];
  const { repos: [{ hooks: named }] } = parse(recipe);
  repository.write('.pre-commit-config.yaml', JSON.stringify({ repos: [{ repo: hooks, rev, hooks: named }] }));
  git('init', '-q', '--bare', join(work, 'remote'));
  git('remote', 'add', 'origin', join(work, 'remote'));
  git('add', '-A');
  git('commit', '-q', '-m', 'hooks');
  expect(run(join(work, 'venv', 'bin', 'pre-commit'), 'install', '--hook-type', 'pre-commit', '--hook-type', 'pre-push').status).toBe(0);
});
afterAll(() => {
  repository?.remove();
  rmSync(work, { recursive: true, force: true });
});

function run(command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: repository.folder,
    encoding: 'utf-8',
    env: {
      PATH: `${join(work, 'venv', 'bin')}:${process.env.PATH}`,
      HOME: work,
      PRE_COMMIT_HOME: join(work, 'home'),
      PRE_COMMIT_COLOR: 'never',
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    },
  });
  return { status, output: stdout + stderr };
}

const git = (...args: string[]) => run('git', ...args);
const head = () => git('rev-parse', 'HEAD').output;
const commit = (files: Record<string, object>) => {
  for (const [name, template] of Object.entries(files)) repository.write(name, JSON.stringify(template));
  git('add', '-f', ...Object.keys(files));
  return git('commit', '-m', 'a change');
};

describe('git commit, with the hook for templates', () => {
  test('goes through where the templates have no open finding, and where there are none', () => {
    const before = head();
    expect(commit({ 'notes.json': {} })).toMatchObject({ status: 0, output: expect.stringMatching(/cdk-zero-trust, templates that changed\.+.*Skipped/) });
    expect(commit({ 'good.template.json': GOOD })).toMatchObject({ status: 0, output: expect.stringMatching(/cdk-zero-trust, templates that changed\.+Passed/) });
    expect(head()).not.toBe(before);
  });

  test('is refused for an insecure template, with what the audit prints', () => {
    const before = head();
    const { status, output } = commit({ 'bad.template.json': BAD, 'other.json': {} });
    const direct = run('npx', '--no', '--', 'cdk-zero-trust', 'audit', '--fail-on', 'high', 'bad.template.json');
    git('reset', '-q', '--hard');
    expect([status, direct.status, head()]).toEqual([1, 1, before]);
    expect(output).toMatch(/cdk-zero-trust, templates that changed\.+Failed\n- hook id: cdk-zero-trust-templates\n- exit code: 1\n/);
    expect(direct.output).toContain('ZT-SNS-003');
    for (const line of direct.output.split('\n')) expect(output).toContain(line);
  });
});

describe('git push, with the hook for the app', () => {
  const push = (name: string) => {
    expect(commit({ [name]: {} }).status).toBe(0);
    return git('push', 'origin', 'HEAD:main');
  };
  const pushed = () => git('ls-remote', 'origin', 'main').output.split('\t')[0];

  test('is refused where there is no cdk.out, and where it has an open finding; and goes through where it has none', () => {
    expect(push('one.json')).toMatchObject({ status: 1, output: expect.stringMatching(/cdk-zero-trust, the synthesised app\.+Failed\n- hook id: cdk-zero-trust-app\n- exit code: 2\n/) });
    repository.app(PUBLIC_TOPIC);
    run('npx', 'cdk', 'synth', '--quiet');
    git('checkout', '-q', 'app.js');
    expect(push('two.json')).toMatchObject({ status: 1, output: expect.stringMatching(/exit code: 1\n[^]*ZT-SNS-003/) });
    expect(pushed()).toBe('');
    run('npx', 'cdk', 'synth', '--quiet');
    expect(push('three.json')).toMatchObject({ status: 0, output: expect.stringMatching(/cdk-zero-trust, the synthesised app\.+Passed/) });
    expect(pushed()).toBe(head().trim());
  });
});
