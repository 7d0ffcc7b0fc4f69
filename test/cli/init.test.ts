import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Command } from 'commander';
import { parse } from 'yaml';
import { typeErrors } from '../../scripts/construct-example';
import { initCommand } from '../../src/cli/init';
import { TemplateError } from '../../src/model/template-error';

const TYPESCRIPT = {
  'cdk.json': '{"app": "npx ts-node --prefer-ts-exts bin/app.ts"}',
  'package.json': `${JSON.stringify({ name: 'app', scripts: { build: 'tsc' }, dependencies: { 'aws-cdk-lib': '^2.269.0', 'constructs': '^10.5.1' } }, undefined, 2)}\n`,
  'bin/app.ts': `#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';

const app = new cdk.App({ analyticsReporting: false });
const stack = new cdk.Stack(app, 'Mail');
new Topic(stack, 'Topic');
`,
};
const PYTHON = {
  'cdk.json': '{"app": "python3 app.py"}',
  'requirements.txt': 'aws-cdk-lib>=2.269.0,<3.0.0\nconstructs>=10.5.1,<11.0.0',
  'app.py': '#!/usr/bin/env python3\nimport aws_cdk as cdk\n\nfrom notes import NotesStack\n\napp = cdk.App()\nNotesStack(app, "Notes")\n\napp.synth()\n',
};

let folders: string[];
beforeEach(() => { folders = []; });
afterEach(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function appOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'zt-init-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function init(...args: string[]) {
  const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const before = process.exitCode;
  try {
    const program = new Command().exitOverride();
    program.addCommand(initCommand());
    program.parse(['node', 'tool', 'init', ...args]);
    return { status: process.exitCode, stdout: out.mock.calls.map(([chunk]) => String(chunk)).join('') };
  } finally {
    process.exitCode = before;
    out.mockRestore();
  }
}

const filesOf = (folder: string) => Object.fromEntries((readdirSync(folder, { recursive: true, encoding: 'utf-8' }))
  .filter((name) => statSync(join(folder, name)).isFile()).map((name) => [name, readFileSync(join(folder, name), 'utf-8')]));

describe('init of an app in TypeScript', () => {
  test('adds the dependency, the call, the command and the workflow, and explains each', () => {
    const folder = appOf(TYPESCRIPT);
    const { status, stdout } = init(folder);
    const files = filesOf(folder);
    expect(status).toBe(0);
    expect(Object.keys(files).sort()).toEqual(['.github/workflows/cdk-zero-trust.yml', 'bin/app.ts', 'cdk.json', 'package.json']);
    const { dependencies, scripts } = JSON.parse(files['package.json']);
    expect(Object.keys(dependencies)).toEqual(['aws-cdk-lib', 'cdk-nag', 'cdk-zero-trust', 'constructs']);
    expect(scripts).toEqual({ 'build': 'tsc', 'zero-trust:baseline': expect.stringMatching(/^cdk-zero-trust audit cdk\.out --write-baseline baseline\.yaml --until \d{4}-\d\d-\d\d$/) });
    expect(files['bin/app.ts']).toBe(TYPESCRIPT['bin/app.ts']
      .replace("'aws-cdk-lib';\n", "'aws-cdk-lib';\nimport { ZeroTrust } from 'cdk-zero-trust';\n").replace('false });\n', 'false });\nZeroTrust.enforce(app);\n'));
    expect(stdout.match(/^\d\. .*$/gm)).toEqual(['1. Add the dependency', '2. Enforce the rules at each synth', '3. Add a command for the baseline', '4. Audit each pull request']);
  });

  test('leaves what compiles', () => {
    const folder = appOf(TYPESCRIPT);
    init(folder);
    const entry = readFileSync(join(folder, 'bin/app.ts'), 'utf-8');
    const example = entry.replace("'cdk-zero-trust'", "'../src'");
    expect(typeErrors(new Map([['init-sample', example]]))).toEqual([]);
    expect(typeErrors(new Map([['init-sample', example.replace('enforce(app)', 'enforce(7)')]]))).not.toEqual([]);
  });

  test('writes a workflow that runs the action of this repository on the input that it has', () => {
    const folder = appOf(TYPESCRIPT);
    init(folder);
    const { jobs, permissions } = parse(filesOf(folder)['.github/workflows/cdk-zero-trust.yml']);
    const { inputs } = parse(readFileSync(join(__dirname, '..', '..', 'action.yml'), 'utf-8'));
    const { uses, with: given } = jobs.audit.steps.at(-1);
    expect(uses).toMatch(/^cdk-zero-trust\/cdk-zero-trust@v\d/);
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
    expect(permissions).toEqual({ contents: 'read' });
  });

  test('prints what to add where the app is not made plainly, and leaves the file', () => {
    const two = `${TYPESCRIPT['bin/app.ts']}const other = new cdk.App();\n`;
    const wrapped = TYPESCRIPT['bin/app.ts'].replace('const app = new cdk.App(', 'const app = make(');
    const nested = TYPESCRIPT['bin/app.ts'].replace('{ analyticsReporting: false }', '{ context: { a: 1 } }');
    const noImport = TYPESCRIPT['bin/app.ts'].replace("'aws-cdk-lib'", "'./my-cdk'");
    const applied = `${TYPESCRIPT['bin/app.ts']}ZeroTrustDefaults.applyTo(app);\n`;
    for (const entry of [two, wrapped, nested, noImport, applied]) {
      const folder = appOf({ ...TYPESCRIPT, 'bin/app.ts': entry });
      const { status, stdout } = init(folder);
      expect(status).toBe(1);
      expect(stdout).toMatch(/bin\/app\.ts: not changed, as .*\. Add:\n {5}import \{ ZeroTrust \} from 'cdk-zero-trust';\n {5}ZeroTrust\.enforce\(app\);\n/);
      expect(filesOf(folder)['bin/app.ts']).toBe(entry);
    }
  });

  test('overwrites no workflow, and prints what to merge', () => {
    const folder = appOf({ ...TYPESCRIPT, '.github/workflows/cdk-zero-trust.yml': 'name: mine\n' });
    const { status, stdout } = init(folder);
    expect(status).toBe(1);
    expect(stdout).toContain('is not overwritten. Add:\n');
    expect(stdout).toContain('- uses: cdk-zero-trust/cdk-zero-trust@v');
    expect(filesOf(folder)['.github/workflows/cdk-zero-trust.yml']).toBe('name: mine\n');
  });

  test('leaves a package.json whose layout it would change', () => {
    const text = '{ "name": "app",\n  "dependencies": {} }';
    const folder = appOf({ ...TYPESCRIPT, 'package.json': text });
    expect(init(folder)).toMatchObject({ status: 1, stdout: expect.stringContaining('"cdk-zero-trust": "^') });
    expect(filesOf(folder)['package.json']).toBe(text);
  });

  test('keeps quotes, semicolons and the ends of lines of the file', () => {
    const entry = 'import { App } from "aws-cdk-lib"\r\n\r\nexport const app = new App()\r\n';
    const folder = appOf({ ...TYPESCRIPT, 'bin/app.ts': entry });
    init(folder);
    expect(filesOf(folder)['bin/app.ts']).toBe('import { App } from "aws-cdk-lib"\r\nimport { ZeroTrust } from "cdk-zero-trust"\r\n\r\nexport const app = new App()\r\nZeroTrust.enforce(app)\r\n');
  });
});

describe('init of an app in Python', () => {
  test('adds the dependency, the call and the workflow', () => {
    const folder = appOf(PYTHON);
    expect(init(folder).status).toBe(0);
    const files = filesOf(folder);
    expect(files['requirements.txt']).toMatch(/<11\.0\.0\ncdk-zero-trust~=\d.*\n$/);
    expect(files['app.py']).toBe(PYTHON['app.py'].replace('as cdk\n', 'as cdk\nfrom cdk_zero_trust import ZeroTrust\n').replace('cdk.App()\n', 'cdk.App()\nZeroTrust.enforce(app)\n'));
    expect(parse(files['.github/workflows/cdk-zero-trust.yml']).jobs.audit.steps.at(-1).with).toHaveProperty('version');
  });

  test('prints what to add where the app is not made plainly', () => {
    const entry = PYTHON['app.py'].replace('app = cdk.App()', 'app = make(cdk.App())');
    const folder = appOf({ ...PYTHON, 'app.py': entry });
    expect(init(folder)).toMatchObject({ status: 1, stdout: expect.stringContaining('from cdk_zero_trust import ZeroTrust\n     ZeroTrust.enforce(app)\n') });
    expect(filesOf(folder)['app.py']).toBe(entry);
  });
});

describe.each([['TypeScript', TYPESCRIPT], ['Python', PYTHON]])('init in %s', (_, files) => {
  test('changes nothing at a second run', () => {
    const folder = appOf(files);
    init(folder);
    const first = filesOf(folder);
    const { status, stdout } = init(folder);
    expect(status).toBe(0);
    expect(filesOf(folder)).toEqual(first);
    expect(stdout.match(/there already/g)).toHaveLength(stdout.match(/^\d\. /gm)!.length);
  });

  test('with --dry-run prints the same steps, and changes nothing', () => {
    const [folder, copy] = [appOf(files), appOf({})];
    cpSync(folder, copy, { recursive: true });
    const { stdout } = init(folder, '--dry-run');
    expect(filesOf(folder)).toEqual(files);
    expect(stdout.replace(/would get/g, 'got').replace(/would be written/g, 'written')).toBe(init(copy).stdout);
  });
});

describe('init refuses', () => {
  test.each<[string, Record<string, string>]>([
    ['a folder without cdk.json', {}],
    ['a cdk.json that is no JSON', { ...TYPESCRIPT, 'cdk.json': '{' }],
    ['another language', { 'cdk.json': '{"app": "mvn -e -q compile exec:java"}' }],
  ])('%s', (__, files) => {
    const folder = appOf(files);
    expect(() => init(folder)).toThrow(TemplateError);
    expect(filesOf(folder)).toEqual(files);
  });

  test('an entry that is a link out of the app', () => {
    const [folder, other] = [appOf(TYPESCRIPT), appOf({ 'app.ts': TYPESCRIPT['bin/app.ts'] })];
    rmSync(join(folder, 'bin/app.ts'));
    symlinkSync(join(other, 'app.ts'), join(folder, 'bin/app.ts'));
    expect(() => init(folder)).toThrow(/OutsideAssembly/);
    expect(filesOf(other)['app.ts']).toBe(TYPESCRIPT['bin/app.ts']);
    expect(existsSync(join(folder, '.github'))).toBe(false);
  });

  test('a folder for the workflow that is a link out of the app', () => {
    const [folder, other] = [appOf(TYPESCRIPT), appOf({})];
    symlinkSync(other, join(folder, '.github'));
    expect(() => init(folder)).toThrow(/leads out of the app/);
    expect(filesOf(other)).toEqual({});
  });
});
