import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Command } from 'commander';
import { diffCommand } from '../../src/cli/diff';
import { TemplateError } from '../../src/model/template-error';
import { tableTemplate } from '../support/table-template';

const before = process.cwd();
const repository = realpathSync(mkdtempSync(join(tmpdir(), 'zt-diff-git-')));
const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: repository, stdio: 'pipe' });

beforeAll(() => {
  process.chdir(repository);
  git('init', '-q', '-b', 'main');
  synth(['Orders'], ['dynamodb:GetItem']);
  write('orders.yaml', tableTemplate(['dynamodb:GetItem']));
  symlinkSync('/etc', 'cdk.out/outside');
  git('add', '.');
  git('commit', '-q', '-m', 'first');
  git('tag', 'narrow');
  synth(['Orders'], ['dynamodb:GetItem', 'dynamodb:PutItem']);
  write('orders.yaml', tableTemplate(['dynamodb:GetItem', 'dynamodb:PutItem']));
});
afterAll(() => {
  process.chdir(before);
  rmSync(repository, { recursive: true, force: true });
});

const write = (name: string, text: string) => writeFileSync(join(repository, name), text);

/** An assembly with stacks of one template. */
function synth(stacks: string[], actions: string[], folder = 'cdk.out', more: object = {}): void {
  mkdirSync(join(repository, folder), { recursive: true });
  for (const stack of stacks) write(`${folder}/${stack}.template.json`, tableTemplate(actions, more));
  write(`${folder}/manifest.json`, JSON.stringify({
    version: '40.0.0',
    artifacts: Object.fromEntries(stacks.map((stack) => [stack, { type: 'aws:cloudformation:stack', environment: 'aws://111122223333/eu-west-1', properties: { templateFile: `${stack}.template.json` } }])),
  }));
}

/** Runs the command in this process, in the repository. */
function diff(...args: string[]): { status: unknown; stdout: string; stderr: string } {
  const [out, err] = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockReturnValue(true));
  const code = process.exitCode;
  const text = (spy: typeof out) => spy.mock.calls.map(([chunk]) => String(chunk)).join('');
  try {
    const command = diffCommand({ name: 'tool', version: '1.2.3' }).exitOverride();
    command.copyInheritedSettings(new Command().exitOverride());
    command.parse(['node', 'diff', ...args]);
    return { status: process.exitCode, stdout: text(out), stderr: text(err) };
  } catch (error) {
    // as the program does
    if (!(error instanceof TemplateError)) throw error;
    return { status: 2, stdout: text(out), stderr: error.message };
  } finally {
    process.exitCode = code;
    out.mockRestore();
    err.mockRestore();
  }
}

describe('a version of git', () => {
  test.each([
    ['the path of the other version', ['git:narrow', 'cdk.out'], 1],
    ['a path of its own', ['git:narrow:orders.yaml', 'orders.yaml'], 1],
    ['another spelling of the path', ['git:narrow', './cdk.out/'], 1],
    ['both versions', ['git:narrow:cdk.out', 'git:main:cdk.out'], 0],
    ['a commit, the other way round', ['cdk.out', 'git:HEAD'], 0],
  ])('with %s', (_, args, status) => {
    const { stdout, stderr, ...run } = diff(...args);
    expect([run.status, stderr]).toEqual([status, expect.stringMatching(/^Exit [01]: .*\.\n$/)]);
    expect(stdout.includes('may call dynamodb:PutItem')).toBe(status === 1);
    expect(stdout).not.toContain(tmpdir());
  });

  test('is read from a folder below, relative to it', () => {
    process.chdir('cdk.out');
    try {
      expect(diff('git:narrow', '.').status).toBe(1);
      expect(diff('git:narrow:../orders.yaml', '../orders.yaml').status).toBe(1);
    } finally {
      process.chdir(repository);
    }
  });

  test.each([
    ['a ref that is not there', ['git:nowhere', 'cdk.out'], /no ref nowhere.*git fetch origin nowhere/],
    ['a path that is not there', ['git:main:dist', 'cdk.out'], /no such file or directory.*\.gitignore/],
    ['a path outside', ['git:main:../other', 'cdk.out'], /outside of the repository/],
    ['no ref', ['git:', 'cdk.out'], /names no git ref/],
    ['an option in place of a ref', ['git:--output=x', 'cdk.out'], /names no git ref/],
    ['a command in place of a ref', ['git:$(touch owned)', 'cdk.out'], /no ref \$\(touch owned\)/],
    ['no path on either side', ['git:narrow', 'git:main'], /no path is named/],
  ])('exits with 2 for %s', (_, args, why) => {
    const { status, stdout, stderr } = diff(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(why);
    expect(() => realpathSync(join(repository, 'owned'))).toThrow();
  });

  test('exits with 2 outside of a repository, and without git', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'zt-no-git-'));
    process.chdir(elsewhere);
    const path = process.env.PATH;
    try {
      expect(diff('git:main', 'cdk.out')).toMatchObject({ status: 2, stderr: expect.stringContaining('in no git repository') });
      process.env.PATH = elsewhere;
      expect(diff('git:main', 'cdk.out')).toMatchObject({ status: 2, stderr: expect.stringContaining('git is not installed') });
    } finally {
      process.env.PATH = path;
      process.chdir(repository);
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });
});

describe('a template that is deployed', () => {
  const narrow = JSON.parse(tableTemplate(['dynamodb:GetItem']));
  const deployed = (name: string, body: unknown) => write(name, JSON.stringify({ TemplateBody: body, StagesAvailable: ['Original', 'Processed'] }));
  beforeAll(() => {
    deployed('deployed.json', narrow);
    deployed('deployed-yaml.json', 'Resources:\n  Orders: {Type: AWS::DynamoDB::Table}\n');
    write('deployed.yaml', 'TemplateBody: |\n  Resources:\n    Orders: {Type: AWS::DynamoDB::Table}\nStagesAvailable: [Original]\n');
    deployed('empty.json', '');
    synth(['Orders', 'Payments'], ['dynamodb:GetItem', 'dynamodb:PutItem'], 'two.out');
  });

  test('is the only stack of an app, whatever the file is called', () => {
    const { status, stdout } = diff('deployed.json', 'cdk.out');
    expect(status).toBe(1);
    expect(stdout).toContain('Orders/Role may call dynamodb:PutItem on Orders/Orders');
    expect(diff('deployed.json', 'deployed.json').status).toBe(0);
  });

  test.each(['deployed-yaml.json', 'deployed.yaml'])('may be in YAML: %s', (name) => {
    expect(diff(name, 'cdk.out').stdout).toContain('Orders/Role');
  });

  test('is one stack of several: by --stack, or by the name of its file', () => {
    expect(diff('deployed.json', 'two.out')).toMatchObject({ status: 2, stderr: expect.stringMatching(/which of its stacks.*name one of Orders, Payments by --stack/) });
    const { status, stdout } = diff('deployed.json', 'two.out', '--stack', 'Payments');
    expect([status, stdout.includes('Payments/Role may call dynamodb:PutItem'), stdout.includes('Orders/Role')]).toEqual([1, true, false]);
    deployed('Payments.json', narrow);
    expect(diff('Payments.json', 'two.out').stdout).toBe(stdout);
    expect(diff('two.out', 'Payments.json').status).toBe(0);
  });

  test('is not compared with another stack that is misspelt', () => {
    expect(diff('deployed.json', 'cdk.out', '--stack', 'Order')).toMatchObject({ status: 2, stderr: expect.stringMatching(/no stack Order\..*name one of Orders/) });
  });

  test('has no nested stacks, which are compared by themselves', () => {
    const child = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'x' }, Metadata: { 'aws:asset:path': 'Child.nested.template.json' } };
    synth(['Orders'], ['dynamodb:GetItem'], 'nested.out', { Child: child });
    write('nested.out/Child.nested.template.json', tableTemplate(['dynamodb:PutItem']));
    deployed('outer.json', JSON.parse(tableTemplate(['dynamodb:GetItem'], { Child: child })));
    expect(diff('outer.json', 'nested.out')).toMatchObject({ status: 2, stderr: expect.stringMatching(/nested ones \(Orders\/Child\).*--stack/) });
    expect(diff('outer.json', 'nested.out', '--stack', 'Orders').status).toBe(0);
    expect(diff('deployed.json', 'nested.out', '--stack', 'Orders/Child').stdout).toContain('may call dynamodb:PutItem');
  });

  test('exits with 2 where the answer holds no template', () => {
    expect(diff('empty.json', 'cdk.out')).toMatchObject({ status: 2, stderr: expect.stringContaining('no Resources section') });
  });
});

test('one stack of two apps is compared by --stack', () => {
  const { status, stdout } = diff('two.out', 'two.out', '--stack', 'Orders');
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^No difference/)]);
  expect(diff('two.out', 'two.out', '--stack', 'Nothing').status).toBe(2);
});
