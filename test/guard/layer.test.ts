import { execFileSync, spawnSync } from 'child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { unzipSync } from 'fflate';
import { ROOT } from '../../scripts/lambda-bundles';
import { guardLayer, zipOf } from '../../scripts/runtime-guard-layer';

const OPT = join(ROOT, 'assets', 'lambda', 'runtime-guard', 'opt');
const MONITOR = '{"v":1,"m":"monitor","h":[]}';
const BLOCK = '{"v":1,"m":"block","h":[]}';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** What the wrapper makes of the environment of a runtime, which is a program here that prints it. */
function start(environment: Record<string, string>, opt = OPT) {
  const folder = mkdtempSync(join(tmpdir(), 'zt-guard-'));
  folders.push(folder);
  const runtime = join(folder, 'node');
  writeFileSync(runtime, '#!/bin/sh\nenv\necho "ARGS=$*"\n');
  chmodSync(runtime, 0o755);
  const { status, stdout, stderr } = spawnSync('sh', [join(opt, 'zt-guard'), runtime, '--flag', '/var/runtime/index.mjs'], {
    encoding: 'utf-8',
    env: { PATH: process.env.PATH, AWS_LAMBDA_FUNCTION_NAME: 'orders', AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x', _HANDLER: 'app.handler', ...environment },
  });
  const lines = stdout.split('\n');
  const env = Object.fromEntries(lines.filter((line) => /^\w+=/.test(line)).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  return { status, stderr, env, events: lines.filter((line) => line.startsWith('{"_aws"')).map((line) => JSON.parse(line)) };
}

function without(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'zt-guard-'));
  folders.push(folder);
  cpSync(OPT, folder, { recursive: true });
  rmSync(join(folder, name));
  return folder;
}

describe('the ZIP of the layer', () => {
  const zip = zipOf(guardLayer());

  test('is what is shipped, byte for byte, however often it is made', () => {
    expect(readFileSync(join(ROOT, 'assets', 'lambda', 'runtime-guard', 'layer.zip')).equals(zip)).toBe(true);
    expect(Buffer.from(zipOf(guardLayer())).equals(zip)).toBe(true);
  });

  test('has the wrapper as a program and all else as files, whatever npm or jsii makes of modes', () => {
    const modes = JSON.parse(execFileSync('python3', ['-c', [
      'import json, sys, zipfile, io',
      'print(json.dumps({i.filename: oct(i.external_attr >> 16) for i in zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())).infolist()}))',
    ].join('\n')], { input: zip, encoding: 'utf-8' }));
    const { 'zt-guard': wrapper, ...others } = modes;
    expect(wrapper).toBe('0o100755');
    expect(Object.keys(others)).toEqual(expect.arrayContaining(['zt-guard-lib/handler.mjs', 'zt-guard-lib/preload.js']));
    expect(new Set(Object.values(others))).toEqual(new Set(['0o100644']));
  });

  test('names no path of the machine that made it', () => {
    for (const content of Object.values(unzipSync(zip))) expect(Buffer.from(content).toString()).not.toContain(ROOT);
  });
});

describe('the wrapper', () => {
  test('loads the guard before anything, names its handler, and runs the runtime as it was', () => {
    const { status, env, events } = start({ ZT_GUARD: BLOCK });
    expect({ status, events }).toEqual({ status: 0, events: [] });
    expect(env).toMatchObject({
      ZT_HANDLER: 'app.handler',
      _HANDLER: `${OPT}/zt-guard-lib/handler.handler`,
      NODE_OPTIONS: `--require ${OPT}/zt-guard-lib/preload.js`,
      ARGS: '--flag /var/runtime/index.mjs',
    });
  });

  test('puts the guard before options that are there', () => {
    expect(start({ ZT_GUARD: MONITOR, NODE_OPTIONS: '--enable-source-maps' }).env.NODE_OPTIONS).toBe(`--require ${OPT}/zt-guard-lib/preload.js --enable-source-maps`);
  });

  test('finds the guard for Python before other modules, and names its handler', () => {
    const opt = mkdtempSync(join(tmpdir(), 'zt-guard-'));
    folders.push(opt);
    cpSync(OPT, opt, { recursive: true });
    mkdirSync(join(opt, 'python', 'zt_guard'), { recursive: true });
    writeFileSync(join(opt, 'python', 'zt_guard', 'handler.py'), '');
    const { status, env } = start({ ZT_GUARD: BLOCK, AWS_EXECUTION_ENV: 'AWS_Lambda_python3.13', PYTHONPATH: '/var/runtime' }, opt);
    expect(status).toBe(0);
    expect(env).toMatchObject({ ZT_HANDLER: 'app.handler', _HANDLER: 'zt_guard.handler.handler', PYTHONPATH: `${opt}/python:/var/runtime` });
    expect(env.NODE_OPTIONS).toBeUndefined();
  });

  test('knows the runtime by its program where the environment does not name it', () => {
    expect(start({ ZT_GUARD: BLOCK, AWS_EXECUTION_ENV: '' }).env._HANDLER).toBe(`${OPT}/zt-guard-lib/handler.handler`);
  });

  test.each([
    ['a file is missing', { ZT_GUARD: BLOCK }, 'zt-guard-lib/preload.js', 'a file of the guard is missing from its layer'],
    ['the policy is missing and so is a file', {}, 'zt-guard-lib/handler.mjs', 'a file of the guard is missing from its layer'],
    ['the masks are missing', { ZT_GUARD: BLOCK }, 'zt-guard-lib/masking/mask.js', 'a file of the guard is missing from its layer'],
    ['the request checks are missing', { ZT_GUARD: BLOCK }, 'zt-guard-lib/requests/event.js', 'a file of the guard is missing from its layer'],
    ['the runtime is another', { ZT_GUARD: BLOCK, AWS_EXECUTION_ENV: 'AWS_Lambda_java21' }, undefined, 'the runtime is none that the guard knows'],
    ['the handler is not known', { ZT_GUARD: BLOCK, _HANDLER: '' }, undefined, 'the handler of the function is not known'],
  ])('stops the function, with an event, when %s', (_, environment, missing, detail) => {
    const { status, env, stderr, events } = start(environment, missing ? without(missing) : OPT);
    expect({ status, ran: 'ARGS' in env }).toEqual({ status: 1, ran: false });
    expect(stderr).toContain(detail);
    expect(events).toEqual([expect.objectContaining({ FunctionName: 'orders', Kind: 'tampering', Mode: 'block', Events: 1, Detail: detail, RuntimeGuard: 1 })]);
  });

  test('in the mode that only reports, reports it and runs the function as it was', () => {
    const { status, env, events } = start({ ZT_GUARD: MONITOR }, without('zt-guard-lib/preload.js'));
    expect({ status, handler: env._HANDLER, options: env.NODE_OPTIONS }).toEqual({ status: 0, handler: 'app.handler', options: undefined });
    expect(events).toEqual([expect.objectContaining({ Kind: 'tampering', Mode: 'monitor' })]);
  });
});
