import { Command } from 'commander';

/** What something that ran in this process printed, and the exit code that it set. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Holds back what is printed, until `read`. */
function quiet() {
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockReturnValue(true));
  const before = process.exitCode;
  process.exitCode = undefined;
  return {
    read: (): Ran => {
      const [stdout, stderr] = spies.map(({ mock }) => mock.calls.map(([chunk]) => String(chunk)).join(''));
      return { status: process.exitCode as number, stdout, stderr };
    },
    end: () => {
      process.exitCode = before;
      spies.forEach((spy) => spy.mockRestore());
    },
  };
}

/** Runs something in this process. */
export function captured(run: () => void): Ran {
  const { read, end } = quiet();
  try {
    run();
    return read();
  } finally {
    end();
  }
}

/** Runs a command in this process that waits for nothing. */
export function runAtOnce(command: Command, ...args: string[]): Ran {
  return captured(() => {
    command.exitOverride().copyInheritedSettings(new Command().exitOverride());
    command.parse(['node', command.name(), ...args]);
  });
}

/** Runs a command in this process, and waits for it. */
export async function runCommand(command: Command, ...args: string[]): Promise<Ran> {
  const { read, end } = quiet();
  try {
    const program = new Command().exitOverride();
    program.addCommand(command.exitOverride());
    await program.parseAsync(['node', 'tool', command.name(), ...args]);
    return read();
  } finally {
    end();
  }
}
