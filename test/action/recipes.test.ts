import { execFileSync, spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { runAction } from './runner';
import { SampleRepository } from './sample-repository';

const ROOT = join(__dirname, '..', '..');
const DOCS = readFileSync(join(ROOT, 'docs', 'ci.md'), 'utf-8');
const PUBLIC_TOPIC = `const topic = new CfnTopic(stack, 'Topic');
new CfnTopicPolicy(stack, 'Policy', { topics: [topic.ref], policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: topic.ref }] } });`;
/** The topic and its policy, by the lines of app.js that make them. */
const ON_LINES = ['ZT-SNS-001 warning app.js 9', 'ZT-SNS-003 error app.js 10'];

jest.setTimeout(300_000);

let repository: SampleRepository;
beforeAll(() => { repository = new SampleRepository(); });
afterAll(() => repository.remove());
beforeEach(() => {
  for (const name of ['cdk.out', 'zero-trust.sarif', 'zero-trust.html']) rmSync(join(repository.folder, name), { recursive: true, force: true });
  repository.app('');
});

/** The first block of a language below a heading of docs/ci.md, which people copy. */
function blockOf(heading: string, language: string): string {
  const section = DOCS.split(/^## /m).find((one) => one.startsWith(`${heading}\n`));
  const text = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(section ?? '')?.[1];
  if (text === undefined) throw new Error(`docs/ci.md has no ${language} below ${heading}`);
  return text;
}

/** Runs a script as a runner does, in the repository, without a network for npm. */
function run(shell: string[], env: NodeJS.ProcessEnv = {}) {
  const home = mkdtempSync(join(repository.folder, '.home-'));
  const { status, stdout, stderr } = spawnSync(shell[0], shell.slice(1), {
    cwd: repository.folder, encoding: 'utf-8', env: { PATH: process.env.PATH, HOME: home, npm_config_offline: 'true', npm_config_audit: 'false', npm_config_update_notifier: 'false', CDK_DISABLE_CLI_TELEMETRY: 'true', ...env },
  });
  return { status, output: stdout + stderr };
}

/** What a file of SARIF has found. */
function found(path: string): string[] {
  const { results } = JSON.parse(readFileSync(path, 'utf-8')).runs[0];
  return results.map(({ ruleId, level, locations }: any) => `${ruleId} ${level} ${locations[0].physicalLocation.artifactLocation.uri} ${locations[0].physicalLocation.region?.startLine}`).sort();
}

describe('the recipe for GitLab', () => {
  const { 'zero-trust': job } = parse(blockOf('GitLab', 'yaml'));
  /** Its lines as one script, which ends with the first one that fails. */
  const gitLab = () => run(['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', job.script.join('\n')], {
    CI: 'true', GITLAB_CI: 'true', CI_PROJECT_DIR: repository.folder, CI_JOB_NAME: 'zero-trust', CI_COMMIT_REF_NAME: 'main', CI_PIPELINE_SOURCE: 'merge_request_event',
  });

  test('passes on an app without open findings, and leaves its report', () => {
    expect(gitLab()).toMatchObject({ status: 0 });
    expect(job.artifacts).toEqual({ when: 'always', paths: ['zero-trust.sarif'] });
    expect(JSON.parse(repository.read('zero-trust.sarif')).version).toBe('2.1.0');
  });

  test('fails on an insecure app, and its report has what the GitHub Action finds', () => {
    repository.app(PUBLIC_TOPIC);
    const { status, output } = gitLab();
    expect(status).toBe(1);
    expect(output).toContain('ZT-SNS-003');
    const results = found(join(repository.folder, 'zero-trust.sarif'));
    expect(results).toEqual(expect.arrayContaining(ON_LINES));
    const action = runAction({ repository: repository.folder, inputs: { paths: 'cdk.out' }, env: { CDK_DISABLE_CLI_TELEMETRY: 'true' } });
    expect([action.status, found(action.outputs.sarif)]).toEqual([1, results]);
  });

  test('fails where the app does not synthesise, and leaves no report of an earlier run', () => {
    repository.app('throw new Error("no such thing");');
    expect(gitLab().status).toBe(1);
    expect(existsSync(join(repository.folder, 'zero-trust.sarif'))).toBe(false);
  });
});

describe('the recipe for a plain shell', () => {
  const shell = () => run(['sh', '-c', blockOf('Plain shell', 'sh')]);

  test('passes on an app without open findings, with an HTML report', () => {
    expect(shell()).toMatchObject({ status: 0 });
    expect(repository.read('zero-trust.html')).toMatch(/^<!doctype html>/i);
  });

  test('exits with 1 for open findings, after the report', () => {
    repository.app(PUBLIC_TOPIC);
    expect(shell().status).toBe(1);
    expect(repository.read('zero-trust.html')).toContain('ZT-SNS-003');
  });

  test('fails where nothing was judged', () => {
    repository.app('throw new Error("no such thing");');
    expect(shell().status).not.toBe(0);
    expect(existsSync(join(repository.folder, 'zero-trust.html'))).toBe(false);
  });
});

test('the task for VS Code writes a report whose findings are on lines of the app', () => {
  repository.app(PUBLIC_TOPIC);
  const [{ command }] = JSON.parse(blockOf('VS Code', 'json')).tasks;
  expect(run(['sh', '-c', command])).toMatchObject({ status: 0 });
  expect(found(join(repository.folder, 'zero-trust.sarif'))).toEqual(expect.arrayContaining(ON_LINES));
});

describe('the hooks of pre-commit', () => {
  const hooks: any[] = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf-8'));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: repository.folder, encoding: 'utf-8' });

  /** As pre-commit runs a hook of the system: its entry split into words, without a shell, with the staged files that it is for; nothing where there are none. */
  function hook(id: string) {
    const { entry, files = '', pass_filenames: passes = true, language } = hooks.find((one) => one.id === id);
    expect(language).toBe('system');
    const staged = git('diff', '--staged', '--name-only', '--diff-filter=ACMRTUXB').split('\n').filter((name) => name !== '' && new RegExp(files).test(name));
    if (staged.length === 0) return { status: 0, output: 'skipped' };
    return run([...entry.split(' '), ...passes ? staged : []]);
  }

  const stage = (name: string, template: object) => {
    repository.write(name, JSON.stringify(template));
    git('add', '-f', name);
  };
  const topic = { Resources: { Topic: { Type: 'AWS::SNS::Topic' }, Policy: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: '*' }] } } } } };

  afterEach(() => git('reset', '-q', '--hard'));

  test('are those that the docs name', () => {
    const { repos: [{ hooks: named }] } = parse(blockOf('pre-commit', 'yaml'));
    expect(named.map(({ id }: any) => id)).toEqual(hooks.map(({ id }) => id));
  });

  test('audit the staged templates, and no other file', () => {
    repository.write('README.md', 'text');
    git('add', 'README.md');
    expect(hook('cdk-zero-trust-templates').output).toBe('skipped');
    stage('good.template.json', { Resources: { Logs: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties: { RetentionInDays: 365, KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } }, Key: { Type: 'AWS::Other::Thing' } } });
    expect(hook('cdk-zero-trust-templates').status).toBe(0);
    stage('bad.template.json', topic);
    const { status, output } = hook('cdk-zero-trust-templates');
    expect(status).toBe(1);
    const direct = run(['npx', '--no', '--', 'cdk-zero-trust', 'audit', '--fail-on', 'high', 'bad.template.json', 'good.template.json']);
    expect(output).toBe(direct.output);
    expect(output).toContain('ZT-SNS-003');
  });

  test('audit the synthesised app before a push, and fail where there is none', () => {
    stage('any.txt', {});
    expect(hook('cdk-zero-trust-app').status).toBe(2);
    mkdirSync(join(repository.folder, 'cdk.out'));
    repository.app(PUBLIC_TOPIC);
    run(['npx', 'cdk', 'synth', '--quiet']);
    expect(hook('cdk-zero-trust-app').status).toBe(1);
    repository.app('');
    run(['npx', 'cdk', 'synth', '--quiet']);
    expect(hook('cdk-zero-trust-app').status).toBe(0);
  });
});
