import { Argument, Command } from 'commander';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

const HELP = `
Examples:
  source <(cdk-zero-trust completion bash)
  cdk-zero-trust completion zsh > "\${fpath[1]}/_cdk_zero_trust"
  cdk-zero-trust completion fish > ~/.config/fish/completions/cdk-zero-trust.fish`;

export function completionCommand(): Command {
  return new Command('completion')
    .description('write a script by which a shell completes commands, options and their values')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText('after', HELP)
    .action((shell: (typeof SHELLS)[number], _options: object, command: Command) => {
      const program = command.parent!;
      const { commandTree } = require('./completion/tree') as typeof import('./completion/tree');
      const { completionOf } = require('./completion/shells') as typeof import('./completion/shells');
      process.stdout.write(completionOf(shell, program.name(), commandTree(program)));
    });
}
