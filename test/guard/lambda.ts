import { ChildProcess, spawn } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { GuardMode, WrittenPolicy } from '../../lambda/runtime-guard/policy';
import { writeNodeGuard } from '../../scripts/runtime-guard-layer';

const ROOT = join(__dirname, '..', '..');
const ADDON_FOLDER = join(ROOT, 'node_modules', '@unrs');

export interface Outcome {
  readonly events: { readonly kind: string; readonly detail: string; readonly mode: string }[];
  /** What the handler returned, an entry for each event; or what it threw. */
  readonly results: unknown[];
  readonly thrown: { readonly name?: string; readonly code?: string; readonly message?: string }[];
  readonly output: string;
}

export interface Run {
  readonly handler: string;
  readonly events?: object[];
  readonly mode?: GuardMode;
  /** Without a guard at all. */
  readonly isUnguarded?: boolean;
  readonly openings?: WrittenPolicy['x'];
  readonly isConcurrent?: boolean;
  /** What is done about attacks in requests. */
  readonly requests?: GuardMode;
}

/** A stand-in for Lambda, on one version of Node.js: the layer, servers on loopback, and a fresh process for each run. */
export class Lambda {
  private readonly temporary = mkdtempSync(join(tmpdir(), 'zt-guard-'));
  /** Beside /tmp, which a function may write, and beside what is committed. */
  private readonly cache = join(ROOT, 'node_modules', '.cache', `runtime-guard-${process.pid}`);
  private readonly socket = join(this.temporary, 'evil.sock');
  public readonly preload = join(this.cache, 'preload.js');
  public readonly addon = addonOf(ADDON_FOLDER);
  private servers?: ChildProcess;
  private ports: Record<string, number> = {};
  private runs = 0;

  public async start(): Promise<void> {
    writeNodeGuard(this.cache);
    symlinkSync('/proc/self/environ', join(this.temporary, 'old-link'));
    this.servers = spawn(process.execPath, [join(__dirname, 'servers.mjs'), this.socket], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.ports = JSON.parse(await new Promise((done) => this.servers!.stdout!.once('data', (data) => done(String(data)))));
  }

  public stop(): void {
    this.servers?.stdin!.end();
    rmSync(this.temporary, { recursive: true, force: true });
    rmSync(this.cache, { recursive: true, force: true });
  }

  public async run(node: string, { handler, events = [{}], mode = 'block', isUnguarded = false, openings, isConcurrent = false, requests }: Run): Promise<Outcome> {
    const number = `${this.runs++}`;
    const [inside, outside] = [join(this.temporary, number), join(this.cache, number)];
    for (const folder of [inside, outside]) mkdirSync(folder);
    writeFileSync(join(outside, 'victim'), '');
    const { PATH, HOME } = process.env;
    const environment: NodeJS.ProcessEnv = {
      PATH,
      HOME,
      LAMBDA_TASK_ROOT: __dirname,
      AWS_REGION: 'eu-central-1',
      AWS_LAMBDA_FUNCTION_NAME: 'function',
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${this.ports.runtime}`,
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${this.ports.daemon}`,
      EVENTS: JSON.stringify(events),
      PORTS: JSON.stringify(this.ports),
      EVIL_SOCKET: this.socket,
      INSIDE: inside,
      OUTSIDE: outside,
      OLD_LINK: join(this.temporary, 'old-link'),
      ADDON: this.addon,
      ...isConcurrent ? { CONCURRENT: '1' } : {},
      ...isUnguarded ? { _HANDLER: handler } : this.layer(handler, mode, openings, requests),
    };
    return outcomeOf(await output(node, environment));
  }

  /** What the wrapper of the layer sets. */
  private layer(handler: string, mode: GuardMode, openings: WrittenPolicy['x'], requests?: GuardMode): NodeJS.ProcessEnv {
    const { aws, postgres, mysql, redis, mongo, tls, http2, partner } = this.ports;
    const address = (port: number) => `127.0.0.1:${port}`;
    const policy: WrittenPolicy = {
      v: 1,
      m: mode,
      h: ['dynamodb', 'xray', 'api.declared.invalid', ...[aws, postgres, mysql, redis, mongo].map(address)],
      o: [partner, tls, http2].map(address),
      k: ['card', 'jwt', 'password'],
      x: openings,
      r: requests,
    };
    return { ZT_GUARD: JSON.stringify(policy), ZT_HANDLER: handler, _HANDLER: `${this.cache}/handler.handler`, NODE_OPTIONS: `--require ${this.preload}` };
  }
}

function output(node: string, environment: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((done) => {
    const child = spawn(node, [join(__dirname, 'boot.mjs')], { env: environment, cwd: __dirname, timeout: 20_000, killSignal: 'SIGKILL' });
    const parts: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => parts.push(String(data)));
    child.on('close', () => done(parts.join('')));
  });
}

function outcomeOf(text: string): Outcome {
  const lines = text.split('\n');
  const after = (word: string) => lines.filter((line) => line.startsWith(`${word} `)).map((line) => JSON.parse(line.slice(word.length + 1)));
  const events = lines.filter((line) => line.startsWith('{"_aws"') && line.includes('"RuntimeGuard":1')).map((line) => JSON.parse(line.slice(line.indexOf('{"_aws"'))));
  return { events: events.map(({ Kind, Detail, Mode }) => ({ kind: Kind, detail: Detail, mode: Mode })), results: after('RESULT'), thrown: after('THROWN'), output: text };
}

/** Any native addon of the development dependencies: the resolver of jest has one for each platform. */
function addonOf(folder: string): string {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const file = readdirSync(join(folder, name)).find((entry) => entry.endsWith('.node'));
    if (file) return realpathSync(join(folder, name, file));
  }
  throw new Error('No native addon is installed.');
}

/**
 * The versions of Node.js to test on: those of GUARD_NODES, separated by colons, or the one that runs the tests. Before 22 the latter is none: Lambda
 * has no such version that the guard takes.
 */
export const NODES = process.env.GUARD_NODES?.split(':').filter((node) => node !== '') ?? (Number(process.versions.node.split('.')[0]) >= 22 ? [process.execPath] : []);

/** Runs at most `width` at a time. */
export async function eachOf<T, R>(items: readonly T[], width: number, run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await run(items[at]);
    }
  }));
  return results;
}
