import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parse } from 'yaml';
import { init } from '../../src/cli/init/run-init';

const WORKFLOW = '.github/workflows/cdk-zero-trust.yml';
const ENTRY = "import * as cdk from 'aws-cdk-lib';\nconst app = new cdk.App();\n";
const ENFORCED = "import * as cdk from 'aws-cdk-lib';\nimport { ZeroTrust } from 'cdk-zero-trust';\nconst app = new cdk.App();\nZeroTrust.enforce(app);\n";
const PYTHON_ENTRY = 'import aws_cdk as cdk\napp = cdk.App()\napp.synth()\n';
const PYTHON_ENFORCED = 'import aws_cdk as cdk\nfrom cdk_zero_trust import ZeroTrust\napp = cdk.App()\nZeroTrust.enforce(app)\napp.synth()\n';
const PACKAGE = `${JSON.stringify({ name: 'app', dependencies: {} }, undefined, 2)}\n`;

let root: string;
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'zt-layout-')); });
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (files: Record<string, string>) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
  }
};
const files = () => Object.fromEntries(readdirSync(root, { recursive: true, encoding: 'utf-8' })
  .filter((name) => statSync(join(root, name)).isFile()).map((name) => [name, readFileSync(join(root, name), 'utf-8')]));
/** Runs it on a folder of the repository; what it prints, and the files after it. */
function run(folder = '', dryRun = false) {
  const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const status = init(join(root, folder), dryRun);
    return { status, stdout: out.mock.calls.map(([chunk]) => String(chunk)).join(''), files: files() };
  } finally {
    out.mockRestore();
  }
}
const steps = (text: string) => parse(text).jobs.audit.steps;

describe('the command of cdk.json', () => {
  test.each<[string, string]>([
    ['npx ts-node --prefer-ts-exts bin/app.ts', 'bin/app.ts'],
    ['npx ts-node -P tsconfig.cdk.json bin/app.ts', 'bin/app.ts'],
    ['npx tsx ./bin/app.mts', 'bin/app.mts'],
    ['node --import tsx bin/app.ts', 'bin/app.ts'],
    ['pnpm exec tsx "bin/app.ts"', 'bin/app.ts'],
    ['bun run bin/app.ts', 'bin/app.ts'],
    ['node bin/app.js', 'bin/app.ts'],
    ['npm run build && node dist/main.js', 'src/main.ts'],
    ['node dist/bin/app.js', 'bin/app.ts'],
  ])('%s leads to %s', (app, entry) => {
    write({ 'cdk.json': JSON.stringify({ app }), 'package.json': PACKAGE, [entry]: ENTRY });
    const { status, files: after } = run();
    expect([status, after[entry]]).toEqual([0, ENFORCED]);
  });

  test.each<[string, string]>([
    ['python3 app.py', 'app.py'],
    ['python -m infra.app', 'infra/app.py'],
    ['uv run python3.13 -m infra', 'infra/__main__.py'],
    ['poetry run python ./deploy/app.py', 'deploy/app.py'],
    ['.venv/bin/python app.py', 'app.py'],
  ])('%s leads to %s', (app, entry) => {
    write({ 'cdk.json': JSON.stringify({ app }), 'requirements.txt': 'aws-cdk-lib\n', [entry]: PYTHON_ENTRY });
    const { status, files: after } = run();
    expect([status, after[entry]]).toEqual([0, PYTHON_ENFORCED]);
  });

  test('leads nowhere where it names two files, or a compiled one whose source is elsewhere', () => {
    for (const app of ['ts-node bin/app.ts bin/other.ts', 'node dist/app.js']) {
      write({ 'cdk.json': JSON.stringify({ app }), 'package.json': PACKAGE, 'bin/app.ts': ENTRY, 'bin/other.ts': ENTRY, 'dist/app.js': ENTRY });
      const { status, stdout, files: after } = run();
      expect([status, after['bin/app.ts'], after['dist/app.js']]).toEqual([1, ENTRY, ENTRY]);
      expect(stdout).toMatch(/cdk\.json: not changed, as the command of cdk\.json names no single source file of the app\. Add:\n {5}import \{ ZeroTrust \}/);
    }
  });
});

describe('an app below the root of its repository', () => {
  const APP = 'packages/infra';
  const repository = { '.git/HEAD': 'ref: refs/heads/main\n', [`${APP}/cdk.json`]: '{"app": "npx tsx bin/app.ts"}', [`${APP}/bin/app.ts`]: ENTRY };

  test('gets a workflow where GitHub looks for it, which synthesises and audits in its folder', () => {
    write({ ...repository, [`${APP}/package.json`]: PACKAGE, 'pnpm-lock.yaml': '' });
    const { status, stdout, files: after } = run(APP);
    expect([status, Object.keys(after).filter((name) => name.includes('workflows'))]).toEqual([0, [WORKFLOW]]);
    const [, install, synth, audit] = steps(after[WORKFLOW]);
    expect(install).toEqual({ 'run': 'corepack enable && pnpm install --frozen-lockfile', 'working-directory': APP });
    expect(synth).toEqual({ 'run': 'npx cdk synth --quiet || true', 'working-directory': APP });
    expect(audit.with).toEqual({ paths: `${APP}/cdk.out`, version: expect.any(String) });
    expect(stdout).toContain(`../../${WORKFLOW}: written`);
    expect(run(APP)).toMatchObject({ status: 0, files: after });
  });

  test('beside another app keeps the workflow of that one, and prints its own', () => {
    write({ ...repository, [`${APP}/package.json`]: PACKAGE });
    run(APP);
    const workflow = files()[WORKFLOW];
    write({ 'packages/web/cdk.json': '{"app": "npx tsx app.ts"}', 'packages/web/package.json': PACKAGE, 'packages/web/app.ts': ENTRY });
    const { status, stdout, files: after } = run('packages/web');
    expect([status, after[WORKFLOW]]).toEqual([1, workflow]);
    expect(stdout).toContain('paths: "packages/web/cdk.out"');
  });

  test('whose package.json is that of the repository gets the dependency there', () => {
    write({ ...repository, 'package.json': PACKAGE });
    const { status, stdout, files: after } = run(APP);
    expect(status).toBe(0);
    expect(JSON.parse(after['package.json']).dependencies).toHaveProperty('cdk-zero-trust');
    expect(stdout).toContain('../../package.json: got');
    expect(after[`${APP}/package.json`]).toBeUndefined();
  });

  test('takes nothing from above its repository', () => {
    write({ 'package.json': PACKAGE, 'yarn.lock': '', 'repo/.git/HEAD': '', 'repo/cdk.json': '{"app": "npx tsx app.ts"}', 'repo/app.ts': ENTRY });
    expect(() => run('repo')).toThrow(/NotAnAssembly/);
    expect(files()['package.json']).toBe(PACKAGE);
  });

  test('is all of it where there is no git', () => {
    write({ [`${APP}/cdk.json`]: '{"app": "npx tsx bin/app.ts"}', [`${APP}/bin/app.ts`]: ENTRY, [`${APP}/package.json`]: PACKAGE });
    const { files: after } = run(APP);
    expect(Object.keys(after)).toContain(`${APP}/${WORKFLOW}`);
    expect(steps(after[`${APP}/${WORKFLOW}`]).at(-1).with).toEqual({ paths: 'cdk.out' });
  });
});

describe('packages are installed by what locks them', () => {
  test.each<[string, string]>([
    ['package-lock.json', 'npm ci'], ['yarn.lock', 'corepack enable && yarn install --frozen-lockfile'], ['none', 'npm install'],
  ])('%s: %s', (lock, command) => {
    write({ 'cdk.json': '{"app": "npx tsx app.ts"}', 'package.json': PACKAGE, 'app.ts': ENTRY, ...lock === 'none' ? {} : { [lock]: '' } });
    expect(steps(run().files[WORKFLOW])[1].run).toBe(command);
  });

  test('an app in Python without requirements.txt gets everything else, and the line to add', () => {
    write({ 'cdk.json': '{"app": "uv run app.py"}', 'pyproject.toml': '[project]\nname = "app"\n', 'uv.lock': '', 'app.py': PYTHON_ENTRY });
    const { status, stdout, files: after } = run();
    expect([status, after['app.py'], after['pyproject.toml']]).toEqual([1, PYTHON_ENFORCED, '[project]\nname = "app"\n']);
    expect(stdout).toMatch(/pyproject\.toml: not changed, as the app has no requirements\.txt\. Add:\n {5}cdk-zero-trust~=/);
    expect(steps(after[WORKFLOW])[1].run).toBe('pipx run uv sync --frozen');
  });
});

test.each([
  'ZeroTrust.enforce(app);', 'zt.ZeroTrust.enforce(app);', '  cdk_zero_trust.ZeroTrust.enforce(\n  app);',
])('a call that is there already, %s, is left', (call) => {
  const entry = `${ENTRY}${call}\n`;
  write({ 'cdk.json': '{"app": "npx tsx app.ts"}', 'package.json': PACKAGE, 'app.ts': entry });
  const { stdout, files: after } = run();
  expect([after['app.ts'], stdout.includes('app.ts: there already')]).toEqual([entry, true]);
});

test('an import over several lines is found', () => {
  write({ 'cdk.json': '{"app": "npx tsx app.ts"}', 'package.json': PACKAGE, 'app.ts': "import {\n  App,\n  Stack,\n} from 'aws-cdk-lib';\nconst app = new App();\n" });
  expect(run().files['app.ts']).toBe("import {\n  App,\n  Stack,\n} from 'aws-cdk-lib';\nimport { ZeroTrust } from 'cdk-zero-trust';\nconst app = new App();\nZeroTrust.enforce(app);\n");
});

test('a dry run prints the same steps for an app below its repository, and changes nothing', () => {
  const all = { '.git/HEAD': '', 'infra/cdk.json': '{"app": "npx tsx app.ts"}', 'infra/package.json': PACKAGE, 'infra/app.ts': ENTRY };
  write(all);
  const dry = run('infra', true);
  expect(dry.files).toEqual(all);
  expect(dry.stdout.replace(/would get/g, 'got').replace(/would be written/g, 'written')).toBe(run('infra').stdout);
});
