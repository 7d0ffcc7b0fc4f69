import { spawnSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { ordersApp } from '../../examples/orders-api/app';

jest.setTimeout(300_000);

const ROOT = resolve(__dirname, '..', '..');
const page = readFileSync(join(ROOT, 'docs', 'platform-teams.md'), 'utf-8');
const blocks = (language: string) => [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block]) => block);
const lines = blocks('sh').flatMap((block) => block.trim().split('\n'));
const directory = mkdtempSync(join(tmpdir(), 'zt-platform-teams-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules', '.bin', 'tsx'), ['--tsconfig', join(ROOT, 'examples', 'tsconfig.json'), ...args], {
    cwd: directory, encoding: 'utf-8', env: { ...process.env, CDK_VALIDATION: 'true' },
  });
  return { status, output: stdout + stderr };
};
/** A command line as it is typed, with the quotes that keep a pattern from the shell. */
const type = (line: string) => run(join(ROOT, 'src', 'cli', 'main.ts'), ...line.replace(/^npx cdk-zero-trust(?:@latest)? /, '').split(' ').map((arg) => arg.replace(/^'(.*)'$/, '$1')));

/** The repository of a team, with what is on its main branch and the assembly of its change. */
beforeAll(() => {
  const assembly = join(directory, 'cdk.out');
  ordersApp({ outdir: assembly, analyticsReporting: false, postCliContext: { 'aws:cdk:enable-path-metadata': true } }).synth();
  for (const copy of ['main.out', 'apps/orders/cdk.out']) cpSync(assembly, join(directory, copy), { recursive: true });
  mkdirSync(join(directory, 'bin'));
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'bin', 'app.ts'), "import { App } from 'aws-cdk-lib';\n\nconst app = new App();\n");
  writeFileSync(join(directory, 'cdk.json'), JSON.stringify({ app: 'npx ts-node bin/app.ts' }));
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ name: 'orders', devDependencies: { 'aws-cdk-lib': '^2.232.0' } }));
  writeFileSync(join(directory, 'company.ts'), blocks('ts')[0]);
});

test('the page has commands of this tool alone', () => {
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.filter((line) => !/^npx cdk-zero-trust(@latest)? /.test(line))).toEqual([]);
});

test.each(lines.filter((line) => !/ gate /.test(line)))('%s', (line) => {
  const { status, output } = type(line);
  expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
  const [, file] = /--write-baseline (\S+)/.exec(line) ?? [];
  expect(file === undefined ? output.length > 20 : existsSync(join(directory, file))).toBe(true);
});

test('the gate exits with 2 and names what is missing, until scanners are configured', () => {
  const [gate] = lines.filter((line) => / gate /.test(line));
  const { status, output } = type(gate);
  expect(status).toBe(2);
  expect(output).toMatch(/^pass +audit /m);
  expect(output.match(/^unusable +\S+ +no scanner is configured for it$/gm)).toHaveLength(4);
});

/** What a team writes: its own stack in an app of the company. */
const app = (made: string) => `
import { Stack } from 'aws-cdk-lib';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SecureFunction } from 'cdk-zero-trust';
import { CompanyApp } from './company';

const app = new CompanyApp({ outdir: 'team.out' });
const stack = new Stack(app, 'Team', { env: { account: '111122223333', region: 'eu-west-1' } });
${made}
app.synth();
`;

test('an app of the company without a required capability fails synthesis, and names it', () => {
  writeFileSync(join(directory, 'team.ts'), app("new SecureFunction(stack, 'Fn', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {};') });"));
  const { status, output } = run('team.ts');
  expect(status).not.toBe(0);
  expect(output).toMatch(/WEB_FIREWALL/);
  expect(output).not.toMatch(/THREAT_DETECTION/);
});
