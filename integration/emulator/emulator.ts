import { ChildProcess, spawn } from 'child_process';
import { mkdtempSync, openSync, rmSync } from 'fs';
import { AddressInfo, createServer } from 'net';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';

const START_MS = 60_000;
const STOP_MS = 5_000;

/** An emulator of AWS in a process of its own, for this machine alone. What it holds is in memory and goes with it. */
export class Emulator {
  /** @param log where its output goes */
  public static async start(venv: string, nodeModules: string, log: string): Promise<Emulator> {
    const port = await freePort();
    const home = mkdtempSync(join(tmpdir(), 'emulator-'));
    const output = openSync(log, 'w');
    const child = spawn(join(venv, 'bin', 'ministack'), {
      detached: true, // Ctrl-C reaches the driver alone, which deletes the stacks first
      stdio: ['ignore', output, output],
      env: {
        PATH: `${join(__dirname, 'bin')}${delimiter}${process.env.PATH}`,
        INTEGRATION_NODE: process.execPath,
        HOME: home,
        TMPDIR: home,
        BIND_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        MINISTACK_HOST: '127.0.0.1', // in the URLs that it gives out, where it listens
        NODE_PATH: nodeModules, // handlers leave the SDK to the Lambda runtime
        MINISTACK_COGNITO_PRETOKEN_STRICT: '1', // as on AWS: a trigger that fails issues no token
      },
    });
    const emulator = new Emulator(child, `http://127.0.0.1:${port}`, home);
    try {
      await emulator.answers();
      return emulator;
    } catch (error) {
      await emulator.stop();
      throw error;
    }
  }

  private constructor(private readonly child: ChildProcess, public readonly endpoint: string, private readonly home: string) {}

  /** What a process needs to take the emulator for AWS. */
  public get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    };
  }

  /** Ends the emulator and the functions that it runs. */
  public async stop(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.running ? this.child.once('exit', () => resolve()) : resolve());
    this.signal('SIGTERM');
    const timer = setTimeout(() => this.signal('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(timer);
    this.signal('SIGKILL'); // functions that outlived it: they are in its process group
    rmSync(this.home, { recursive: true, force: true });
  }

  private get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  private signal(signal: NodeJS.Signals): void {
    try {
      if (this.child.pid) process.kill(-this.child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  private async answers(): Promise<void> {
    for (const until = Date.now() + START_MS; Date.now() < until;) {
      if (!this.running) throw new Error('the emulator ended while it started');
      const answer = await fetch(`${this.endpoint}/_ministack/health`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`the emulator did not answer within ${START_MS / 1000} s`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
