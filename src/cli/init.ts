import { Command } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';

const HELP = `
Adds to an existing CDK app, in TypeScript or Python: the dependency, ZeroTrust.enforce(app), a command that writes a baseline, and a workflow
for GitHub. Lines are added where their place is plain; else it prints what to add. No file is overwritten, and a second run changes nothing.

Exit codes:
  ${CLEAN}  all of it is there
  ${FINDINGS}  something is left to add by hand
  ${UNUSABLE}  there is no CDK app, or a file cannot be read or written`;

export function initCommand(): Command {
  return new Command('init')
    .description('add the rules to an existing CDK app')
    .argument('[dir]', 'the folder with cdk.json', '.')
    .option('--dry-run', 'print what would be done, and change nothing')
    .addHelpText('after', HELP)
    .action((dir: string, { dryRun }: { dryRun?: boolean }) => {
      const { init } = require('./init/run-init') as typeof import('./init/run-init');
      process.exitCode = init(dir, dryRun === true);
    });
}
