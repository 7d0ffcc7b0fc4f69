/**
 * What the runtime guard adds to the start of a function on Python, in CPU: from the layer, which has bytecode, and from its sources alone. Processes take turns.
 *
 * `npx tsx --tsconfig tsconfig.dev.json bench/guard-python.ts`, with GUARD_PYTHONS as for the tests, and STARTS for how many processes.
 */
import { spawnSync } from 'child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { guardLayer } from '../scripts/runtime-guard-layer';
import { PACKAGE, pythons } from '../test/guard-python/python';

const STARTS = Number(process.env.STARTS ?? 15);
const FOLDER = mkdtempSync(join(tmpdir(), 'zt-bench-'));
/** What Lambda's runtime has loaded before the handler is not part of it. */
const START = `
import importlib, os, sys, time
import http.client, json, logging, re, socket, traceback
sys.path.insert(0, os.environ['LAMBDA_TASK_ROOT'])
module, name = os.environ['_HANDLER'].rsplit('.', 1)
started = time.process_time()
getattr(importlib.import_module(module), name)
os.write(2, str((time.process_time() - started) * 1000).encode())
`;

function start(python: string, packages?: string): number {
  const policy = { v: 1, m: 'block', h: ['dynamodb'], k: ['card', 'iban', 'jwt', 'token'], r: 'monitor' };
  const guard = { PYTHONPATH: packages, _HANDLER: 'zt_guard.handler.handler', ZT_HANDLER: 'app.handler', ZT_GUARD: JSON.stringify(policy) };
  const { stderr, status } = spawnSync(python, ['-B', '-c', START], {
    encoding: 'utf8', env: { LAMBDA_TASK_ROOT: FOLDER, ...packages === undefined ? { _HANDLER: 'app.handler' } : guard },
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stderr);
}

const low = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 4)];

try {
  writeFileSync(join(FOLDER, 'app.py'), 'def handler(event, context):\n    return 1\n');
  for (const { path, version } of pythons()) {
    const [sources, layer] = ['sources', 'layer'].map((name) => join(FOLDER, version, name));
    cpSync(PACKAGE, sources, { recursive: true, filter: (name) => !name.endsWith('__pycache__') });
    for (const [file, { contents }] of Object.entries(guardLayer().files)) {
      mkdirSync(dirname(join(layer, file)), { recursive: true });
      writeFileSync(join(layer, file), contents);
    }
    const times: [number, number, number][] = [];
    for (let i = 0; i < STARTS; i++) times.push([start(path), start(path, sources), start(path, join(layer, 'python'))]);
    const [plain, fromSources, fromLayer] = [0, 1, 2].map((at) => low(times.map((one) => one[at])));
    console.log(`Python ${version}: from the layer +${(fromLayer - plain).toFixed(1)} ms, from sources +${(fromSources - plain).toFixed(1)} ms   (goal: +10 ms)`);
  }
} finally {
  rmSync(FOLDER, { recursive: true, force: true });
}
