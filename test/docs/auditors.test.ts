import { spawnSync } from 'child_process';
import { generateKeyPairSync } from 'crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { ordersApp } from '../../examples/orders-api/app';

jest.setTimeout(300_000);

const ROOT = resolve(__dirname, '..', '..');
const page = readFileSync(join(ROOT, 'docs', 'auditors.md'), 'utf-8');
const lines = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block]) => block.trim().split('\n'));
const directory = mkdtempSync(join(tmpdir(), 'zt-auditors-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A command line as an auditor types it, in a folder with nothing but the assembly. */
function run(line: string): { status: number | null; output: string } {
  const args = line.replace(/^npx cdk-zero-trust /, '').split(' ');
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules', '.bin', 'tsx'), [
    '--tsconfig', join(ROOT, 'examples', 'tsconfig.json'), join(ROOT, 'src', 'cli', 'main.ts'), ...args,
  ], { cwd: directory, encoding: 'utf-8' });
  return { status, output: stdout + stderr };
}

beforeAll(() => {
  ordersApp({ outdir: join(directory, 'cdk.out'), analyticsReporting: false, postCliContext: { 'aws:cdk:enable-path-metadata': true } }).synth();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  writeFileSync(join(directory, 'private.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(directory, 'public.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  // what the team did before
  expect(run('npx cdk-zero-trust audit cdk.out --format json --output report.json')).toMatchObject({ status: 0 });
  expect(run('npx cdk-zero-trust attest cdk.out --report report.json --key private.pem --account 111122223333 --out attestation.json')).toMatchObject({ status: 0 });
});

test('the page has commands', () => {
  expect(lines.length).toBeGreaterThan(7);
  expect(lines.filter((line) => !line.startsWith('npx cdk-zero-trust '))).toEqual([]);
});

test.each(lines)('%s', (line) => {
  const { status, output } = run(line);
  expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
  const [, file] = /--output (\S+)/.exec(line) ?? [];
  if (file === undefined) expect(output.length).toBeGreaterThan(20);
  else expect(existsSync(join(directory, file))).toBe(true);
});
