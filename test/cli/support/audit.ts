import { Command } from 'commander';
import { auditCommand } from '../../../src/cli/audit';

/** Runs the command in this process. */
export function audit(...args: string[]) {
  const [out, err] = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockReturnValue(true));
  const before = process.exitCode;
  try {
    const program = new Command().exitOverride();
    program.addCommand(auditCommand({ name: 'tool', version: '1.2.3' }));
    program.parse(['node', 'tool', 'audit', ...args]);
    const text = (spy: typeof out) => spy.mock.calls.map(([chunk]) => String(chunk)).join('');
    return { status: process.exitCode, stdout: text(out), stderr: text(err), last: text(err).trimEnd().split('\n').pop() };
  } finally {
    process.exitCode = before;
    out.mockRestore();
    err.mockRestore();
  }
}
