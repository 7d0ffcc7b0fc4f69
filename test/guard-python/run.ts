import { spawn } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { PACKAGE, Python } from './python';

export interface Program {
  /** The function's module, `app.py`. Its handler is `handler`. */
  readonly source: string;
  readonly policy: object;
  readonly events?: readonly unknown[];
  readonly environment?: Record<string, string>;
  /** Runs before the guard: what Lambda's runtime would have loaded. */
  readonly before?: string;
}

export interface Ran {
  /** What each event was answered with: an answer, or an error with its name. */
  readonly answers: { answer?: any; error?: string; message?: string; trace?: string }[];
  /** Kinds of the guard's events, with their details. */
  readonly events: { Kind: string; Mode: string; Detail: string }[];
  readonly stdout: string;
  readonly stderr: string;
  /** With which the process ended. */
  readonly status: number | null;
}

/** Runs a guarded function in a process of its own, in a task root of its own. */
export async function run(python: Python, { source, policy, events = [{}], environment = {}, before = '' }: Program): Promise<Ran> {
  const root = mkdtempSync(join(tmpdir(), 'zt-guard-python-'));
  writeFileSync(join(root, 'app.py'), source);
  const env = {
    PATH: '/usr/bin:/bin',
    HOME: root,
    PYTHONPATH: PACKAGE,
    PYTHONUTF8: '1',
    LAMBDA_TASK_ROOT: root,
    AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001',
    AWS_REGION: 'eu-central-1',
    AWS_LAMBDA_FUNCTION_NAME: 'f',
    _HANDLER: 'zt_guard.handler.handler',
    ZT_HANDLER: 'app.handler',
    ZT_GUARD: JSON.stringify(policy),
    BEFORE: before,
    ...environment,
  };
  const child = spawn(python.path, ['-B', join(__dirname, 'runtime.py'), JSON.stringify(events)], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => stdout += text);
  child.stderr.setEncoding('utf8').on('data', (text) => stderr += text);
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const status = await new Promise<number | null>((done) => child.on('close', done));
  clearTimeout(timer);
  rmSync(root, { recursive: true });
  const lines = stdout.split('\n');
  const written = lines.find((line) => line.startsWith('ANSWERS '));
  return {
    answers: written === undefined ? [] : JSON.parse(Buffer.from(written.slice(8), 'base64').toString()).answers,
    events: lines.filter((line) => line.includes('"RuntimeGuard":1')).map((line) => JSON.parse(line)),
    stdout: lines.filter((line) => !line.startsWith('ANSWERS ') && !line.includes('"RuntimeGuard":1')).join('\n'),
    stderr,
    status,
  };
}
