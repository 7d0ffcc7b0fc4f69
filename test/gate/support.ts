import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { SecureFunction, SecureQueue } from '../../src';
import { gate } from '../../src/cli/run-gate';
import { verifyEvidence } from '../../src/cli/run-gate-verify';

export const root = mkdtempSync(join(tmpdir(), 'zt-gate-'));
export const remove = () => rmSync(root, { recursive: true, force: true });

/** Writes files below a folder, and answers with the folder. */
export function written(name: string, files: Record<string, string>): string {
  for (const [file, text] of Object.entries(files)) {
    const path = join(root, name, file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
  return join(root, name);
}

/** Synthesises an app with a function that sends to a queue. */
export function synth(name: string, build: (stack: Stack, fn: SecureFunction) => void = () => undefined, code: Record<string, string> = {}): string {
  const outdir = join(root, name);
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Orders', { env: { account: '111122223333', region: 'eu-west-1' }, terminationProtection: true });
  const asset = written(`${name}-code`, {
    'index.js': 'exports.handler = async () => require("left-pad")("1", 2);\n',
    'node_modules/left-pad/package.json': '{"name": "left-pad", "version": "1.3.0", "license": "MIT"}',
    'node_modules/left-pad/index.js': 'module.exports = (text) => text;\n',
    ...code,
  });
  const fn = new SecureFunction(stack, 'Place', { code: Code.fromAsset(asset) });
  new SecureQueue(stack, 'Shipping').grantSendMessages(fn);
  build(stack, fn);
  app.synth();
  return outdir;
}

/** Makes what a function may do wider. */
export const widened = (_: Stack, fn: SecureFunction): void => {
  fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: ['arn:aws:dynamodb:eu-west-1:111122223333:table/other'] }));
};

export const SARIF = (...levels: string[]): object => ({
  version: '2.1.0',
  runs: [{ tool: { driver: { name: 'fake' } }, results: levels.map((level) => ({ ruleId: 'x', level, message: { text: 'found' } })) }],
});

/** A program of Node.js that is run as a scanner. */
export function scanner(name: string, program: string): string {
  const path = join(written('bin', { [name]: `#!${process.execPath}\n${program}\n` }), name);
  chmodSync(path, 0o755);
  return path;
}

export const finds = (...levels: string[]): string => `process.stdout.write(${JSON.stringify(JSON.stringify(SARIF(...levels)))})`;

/** Settings with a scanner that covers everything and finds nothing. */
export function settings(more: object = {}): string {
  const all = { name: 'all', covers: ['secrets-source', 'secrets-assets', 'sast', 'dependencies'], command: scanner('clean', finds()) };
  return join(written('settings', { [`${++made}.json`]: JSON.stringify({ scanners: [all], ...more }) }), `${made}.json`);
}
let made = 0;

export interface Ran {
  readonly code: number;
  readonly last: string;
  readonly errors: string;
  readonly lines: Record<string, string>;
  readonly manifest?: any;
}

/** Runs the gate in this process. */
export async function run(path: string, config: string, out: string, against?: string): Promise<Ran> {
  const { code, stdout, stderr } = await quietly(() => gate(path, { config, out, against }, { name: 'tool', version: '1.2.3' }));
  const lines = Object.fromEntries(stdout.split('\n').filter(Boolean).map((line) => [line.slice(10, 26).trim(), `${line.slice(0, 9).trim()}: ${line.slice(26)}`]));
  let manifest;
  try {
    manifest = JSON.parse(readFileSync(join(out, 'gate.json'), 'utf-8'));
  } catch {
    manifest = undefined;
  }
  return { code, lines, manifest, errors: stderr, last: stderr.trimEnd().split('\n').pop()! };
}

export async function verify(evidence: string, path?: string) {
  const { code, stdout, stderr } = await quietly(() => verifyEvidence(evidence, path));
  return { code, stdout, last: stderr.trimEnd().split('\n').pop()! };
}

/** A copy of a folder that a test may change. */
export function copied(folder: string, name: string): string {
  cpSync(folder, join(root, name), { recursive: true });
  return join(root, name);
}

async function quietly(action: () => number | Promise<number>) {
  const [out, err] = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockReturnValue(true));
  try {
    const code = await action();
    const text = (spy: typeof out) => spy.mock.calls.map(([chunk]) => String(chunk)).join('');
    return { code, stdout: text(out), stderr: text(err) };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}
