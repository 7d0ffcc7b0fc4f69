import { spawn } from 'child_process';

/** More output than this is no report. */
export const MAX_OUTPUT = 256 * 1024 * 1024;
/** What is shown of its errors. */
const MAX_ERRORS = 2_000;

export interface Program {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly timeoutSeconds: number;
}

/** How a program ended: with a code, or `failure` as a sentence without its end. */
export interface Ended {
  readonly code?: number;
  readonly failure?: string;
  /** Whether there is no such program. */
  readonly isMissing?: boolean;
  readonly output: Buffer;
  readonly errors: string;
}

/** Runs a program without a shell, in a group of its own, so that what it started ends with it. What left the group is not waited for. Never rejects. */
export function runProgram({ command, arguments: args, environment, timeoutSeconds }: Program): Promise<Ended> {
  return new Promise((resolve) => {
    const output: Buffer[] = [];
    let size = 0;
    let errors = '';
    let failure: string | undefined;
    let isMissing = false;
    const child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const endAll = () => {
      try {
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        child.kill('SIGKILL'); // all have ended, or there are no groups
      }
    };
    const stop = (why: string) => {
      failure ??= why;
      endAll();
      // a process that left the group may hold these open
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
    };
    const limit = setTimeout(() => stop(`it did not end within ${timeoutSeconds} seconds`), timeoutSeconds * 1000);
    const finish = (code?: number) => {
      clearTimeout(limit);
      resolve({ code: failure === undefined ? code : undefined, failure, isMissing, output: Buffer.concat(output), errors: errors.trim() });
    };
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_OUTPUT) stop('it writes without an end');
      else output.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => { errors = (errors + chunk.toString('utf-8')).slice(-MAX_ERRORS); });
    child.on('error', (error: NodeJS.ErrnoException) => {
      isMissing = error.code === 'ENOENT';
      failure = isMissing ? 'there is no such program' : `it cannot be run (${error.code ?? error.message})`;
      finish();
    });
    child.on('exit', endAll);
    child.on('close', (code, signal) => {
      if (signal !== null) failure ??= `it was ended by ${signal}`;
      finish(code ?? undefined);
    });
  });
}
