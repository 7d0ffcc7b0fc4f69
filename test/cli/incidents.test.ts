import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const MAIN = join(__dirname, '..', '..', 'src', 'cli', 'main.ts');
const folder = mkdtempSync(join(tmpdir(), 'zt-incidents-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: string[], { env = {}, preload }: { env?: Record<string, string>; preload?: string } = {}) {
  const before = preload === undefined ? [] : ['--require', preload];
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-deprecation', ...before, '--import', 'tsx', MAIN, ...args], {
    encoding: 'utf-8', env: { PATH: process.env.PATH, HOME: folder, NODE_NO_WARNINGS: '1', AWS_EC2_METADATA_DISABLED: 'true', ...env },
  });
  return { status, stdout, stderr };
}

test('without a stack it is told what is missing, and exits with 2', () => {
  expect(run(['incidents'])).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--stack <name>') });
});

test('an account that cannot be asked is no answer: 2, one line and no stack trace', () => {
  const { status, stdout, stderr } = run(['incidents', '--stack', 'Orders', '--region', 'eu-west-1']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^The incidents of the stack: no credentials that AWS takes \(CredentialsProviderError: [^\n]+\n$/);
});

test('without the AWS SDK it says what to install, and other commands need none', () => {
  const preload = join(folder, 'without-sdk.js');
  writeFileSync(preload, `
    const Module = require('module');
    const load = Module._load;
    Module._load = function (name, ...rest) {
      if (String(name).startsWith('@aws-sdk/')) throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' });
      return load.call(this, name, ...rest);
    };`);
  expect(run(['incidents', '--stack', 'Orders'], { preload })).toEqual({
    status: 2,
    stdout: '',
    stderr: 'This command asks AWS by the AWS SDK, which is not installed: npm install --save-dev @aws-sdk/client-cloudformation @aws-sdk/client-dynamodb @aws-sdk/client-lambda\n',
  });
  expect(run(['explain', 'ZT-LAMBDA-001'], { preload }).status).toBe(0);
});
