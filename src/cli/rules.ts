import { Command, Option } from 'commander';
import { RULES } from '../policy/rules';
import { describeRule } from '../report/json';

export function rulesCommand(): Command {
  return new Command('rules')
    .description('list the rules')
    .addOption(new Option('--format <format>', 'how to list them').choices(['table', 'json']).default('table'))
    .action(({ format }: { format: string }) => {
      process.stdout.write(format === 'json' ? `${JSON.stringify(RULES.map(describeRule), null, 2)}\n` : table());
    });
}

function table(): string {
  const width = Math.max(...RULES.map(({ id }) => id.length));
  return RULES.map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}\n`).join('');
}
