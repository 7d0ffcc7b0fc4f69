import { spawn } from 'child_process';
import { appendFileSync, mkdirSync } from 'fs';
import { join } from 'path';

/** What a command printed, and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs commands for one language, each with the same environment, and keeps what they print in a log of its own. All that they download or
 * cache is below the given folder.
 */
export class Machine {
  constructor(private readonly language: string, readonly work: string, private readonly env: NodeJS.ProcessEnv = {}) {
    mkdirSync(work, { recursive: true });
  }

  with(env: NodeJS.ProcessEnv): Machine {
    return new Machine(this.language, this.work, { ...this.env, ...env });
  }

  folder(name: string): string {
    const folder = join(this.work, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  say(text: string): void {
    console.log(`${this.language}: ${text}`);
  }

  /** Throws with the end of the output when the command fails. A step with a title is measured and printed. */
  async run(command: string, cwd: string, title?: string): Promise<string> {
    const start = Date.now();
    const { code, output } = await this.outcome(command, cwd);
    if (code !== 0) throw new Error(`\`${command}\` ended with ${code}:\n${output.slice(-4_000)}`);
    if (title) this.say(`${title} (${Math.round((Date.now() - start) / 1000)} s)`);
    return output;
  }

  /** The same for a command that may fail. */
  outcome(command: string, cwd: string): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const child = spawn('bash', ['-c', command], { cwd, env: { ...process.env, ...this.env }, stdio: ['ignore', 'pipe', 'pipe'] });
      const chunks: Buffer[] = [];
      [child.stdout, child.stderr].forEach((stream) => stream.on('data', (chunk: Buffer) => chunks.push(chunk)));
      child.on('error', reject);
      child.on('close', (code) => {
        const output = Buffer.concat(chunks).toString('utf-8');
        appendFileSync(join(this.work, 'log.txt'), `$ ${command}\n${output}\n`);
        resolve({ code: code ?? 1, output });
      });
    });
  }
}
