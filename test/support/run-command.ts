import { Command } from 'commander';

/** Runs a command in this process, and waits for it. */
export async function runCommand(command: Command, ...args: string[]) {
  const [out, err] = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockReturnValue(true));
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    const program = new Command().exitOverride();
    program.addCommand(command.exitOverride());
    await program.parseAsync(['node', 'tool', command.name(), ...args]);
    const text = (spy: typeof out) => spy.mock.calls.map(([chunk]) => String(chunk)).join('');
    return { status: process.exitCode as unknown as number, stdout: text(out), stderr: text(err) };
  } finally {
    process.exitCode = before;
    out.mockRestore();
    err.mockRestore();
  }
}
