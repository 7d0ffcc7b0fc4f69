/**
 * What the runtime guard costs: the start of a function and its first call, CPU and memory of a handler with one call of the SDK, checks of requests, and
 * masking. All figures but one are CPU, and guarded and unguarded processes take turns, because times mean little on a shared machine.
 *
 * `npx tsx --tsconfig tsconfig.dev.json bench/guard.ts [node]`, with STARTS and ROUNDS for how many processes.
 */
import { spawn } from 'child_process';
import { mkdirSync, rmSync } from 'fs';
import { createServer } from 'http';
import { AddressInfo } from 'net';
import { join } from 'path';
import { build } from 'esbuild';
import { mask } from '../lambda/runtime-guard/masking/mask';
import { WrittenPolicy } from '../lambda/runtime-guard/policy';
import { inspectRequest } from '../lambda/runtime-guard/requests/event';

const FOLDER = join(__dirname, '..', 'node_modules', '.cache', `bench-guard-${process.pid}`);
/** As it is shipped: what `npx projen bundle` wrote. */
const LAYER = join(__dirname, '..', 'assets', 'lambda', 'runtime-guard', 'opt', 'zt-guard-lib');
const HANDLER = join(FOLDER, 'function');
const [node = process.execPath] = process.argv.slice(2);
const STARTS = Number(process.env.STARTS ?? 25);
const ROUNDS = Number(process.env.ROUNDS ?? 9);
const CALLS = 1_000;

const order = {
  id: 'order-1234',
  note: 'Leave it at the door, please (ring twice).',
  items: Array.from({ length: 10 }, (_, i) => ({ sku: `SKU-${i}`, title: `Ergonomic rubber chair ${i}`, price: '12.50', mail: `jo${i}@example.com` })),
};
const event = { httpMethod: 'POST', path: '/orders', headers: { 'content-type': 'application/json', 'user-agent': 'Mozilla/5.0' }, queryStringParameters: { page: '2' }, body: JSON.stringify(order) };

interface Figures {
  readonly init: number;
  /** From the start of the process to the first answer. */
  readonly firstCpu: number;
  readonly firstWall: number;
  readonly cpu: number;
  readonly memory: number;
}

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  try {
    // as functions are deployed: one file, the client of the SDK in it
    const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
    const options = { bundle: true, platform: 'node', format: 'esm', target: 'node22', logLevel: 'error' } as const;
    await build({ ...options, banner, entryPoints: [join(__dirname, 'guard', 'handler.mjs')], outfile: `${HANDLER}.mjs` });
    await processes();
  } finally {
    rmSync(FOLDER, { recursive: true, force: true });
  }
  requests();
  masking();
}

async function processes(): Promise<void> {
  const server = createServer((request, response) => request.resume().on('end', () => response.end('{"Item":{"pk":{"S":"1"}}}')));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const [plain, guarded] = await pairs(port, STARTS, 0);
  line('init, CPU', `+${(low(guarded, 'init') - low(plain, 'init')).toFixed(1)} ms`, `+10 ms; without guard ${low(plain, 'init').toFixed(0)} ms`);
  for (const [name, what] of [['firstCpu', 'CPU'], ['firstWall', 'wall']] as const) {
    line(`start and first call, ${what}`, `+${(low(guarded, name) - low(plain, name)).toFixed(1)} ms`, `none; without guard ${low(plain, name).toFixed(0)} ms`);
  }
  const [plainCalls, guardedCalls] = await pairs(port, ROUNDS, CALLS);
  server.close();
  line('CPU of a call, ratio', (low(guardedCalls, 'cpu') / low(plainCalls, 'cpu')).toFixed(3), '1.10');
  line('memory', `+${(low(guardedCalls, 'memory') - low(plainCalls, 'memory')).toFixed(1)} MB`, '+15 MB');
}

/** Processes without and with the guard, in turns. */
async function pairs(port: number, rounds: number, calls: number): Promise<[Figures[], Figures[]]> {
  const [plain, guarded]: [Figures[], Figures[]] = [[], []];
  for (let i = 0; i < rounds; i++) {
    plain.push(await measure(port, calls, false));
    guarded.push(await measure(port, calls, true));
  }
  return [plain, guarded];
}

/** The lower quartile: what others do on the machine only adds to CPU, by caches that they empty. */
function low(figures: Figures[], name: keyof Figures): number {
  return figures.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(figures.length / 4)];
}

function measure(port: number, calls: number, isGuarded: boolean): Promise<Figures> {
  const policy: WrittenPolicy = { v: 1, m: 'block', h: [`127.0.0.1:${port}`], k: ['card', 'iban', 'jwt', 'token'], r: 'monitor' };
  const layer = { ZT_GUARD: JSON.stringify(policy), ZT_HANDLER: `${HANDLER}.handler`, _HANDLER: join(LAYER, 'handler.handler'), NODE_OPTIONS: `--require ${join(LAYER, 'preload.js')}` };
  return new Promise((done, failed) => {
    const child = spawn(node, [join(__dirname, 'guard', 'runtime.mjs')], {
      env: {
        PATH: process.env.PATH,
        ENDPOINT: `http://127.0.0.1:${port}`,
        EVENT: JSON.stringify(event),
        CALLS: `${calls}`,
        LAMBDA_TASK_ROOT: FOLDER,
        ...isGuarded ? layer : { _HANDLER: `${HANDLER}.handler` },
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (data) => text += data);
    child.on('close', (code) => (code === 0 ? done(JSON.parse(text.trim().split('\n').pop()!)) : failed(new Error(text))));
  });
}

function requests(): void {
  const of = clock(() => inspectRequest(event), 5_000);
  line(`check of a request of ${(JSON.stringify(event).length / 1000).toFixed(1)} kB`, `${(of * 1000).toFixed(0)} µs`, '100 µs');
}

function masking(): void {
  const text = Array.from({ length: 2_000 }, (_, i) => `{"level":"info","requestId":"6f1${i}c2-9d4e-4b7a-8f10-${i}1234","message":"order ${i * 7919} is stored","ms":${i % 97}}`).join('\n');
  const options = { kinds: new Set(['card', 'iban', 'jwt', 'token'] as const), countries: new Set<string>() };
  const of = clock(() => mask(text, options), 50);
  line('masking', `${(text.length / 1e6 / (of / 1000)).toFixed(0)} MB/s`, '100 MB/s or more');
}

/** Milliseconds of CPU of one run, after warming up. */
function clock(run: () => void, times: number): number {
  for (let i = 0; i < times / 5; i++) run();
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

function line(what: string, figure: string, goal: string): void {
  console.log(`${what.padEnd(36)} ${figure.padStart(12)}   (goal: ${goal})`);
}

void main();
