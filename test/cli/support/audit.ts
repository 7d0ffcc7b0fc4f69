import { Command } from 'commander';
import { auditCommand } from '../../../src/cli/audit';
import { captured } from '../../support/run-command';

/** Runs the command in this process. */
export function audit(...args: string[]) {
  const ran = captured(() => {
    const program = new Command().exitOverride();
    program.addCommand(auditCommand({ name: 'tool', version: '1.2.3' }));
    program.parse(['node', 'tool', 'audit', ...args]);
  });
  return { ...ran, last: ran.stderr.trimEnd().split('\n').pop() };
}
