import { Command, CommanderError } from 'commander';
import { blastRadiusCommand } from '../../../src/cli/blast-radius';
import { canCommand } from '../../../src/cli/can';
import { graphCommand } from '../../../src/cli/graph';
import { pathsCommand } from '../../../src/cli/paths';
import { whoCanCommand } from '../../../src/cli/who-can';

/** Runs a command of the trust graph in this process. */
export function ask(...args: string[]): { status: number; stdout: string; stderr: string } {
  const [out, err] = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockReturnValue(true));
  const before = process.exitCode;
  try {
    const program = new Command().exitOverride();
    for (const command of [graphCommand({ name: 'tool', version: '1.2.3' }), whoCanCommand(), canCommand(), blastRadiusCommand(), pathsCommand()]) {
      program.addCommand(command.copyInheritedSettings(program));
    }
    let status: number | undefined;
    try {
      program.parse(['node', 'tool', ...args]);
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      status = error.exitCode === 0 ? 0 : 2; // as src/cli/program.ts has it
    }
    const text = (spy: typeof out) => spy.mock.calls.map(([chunk]) => String(chunk)).join('');
    return { status: status ?? Number(process.exitCode), stdout: text(out), stderr: text(err) };
  } finally {
    process.exitCode = before;
    out.mockRestore();
    err.mockRestore();
  }
}
