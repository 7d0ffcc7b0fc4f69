import { Command, Option } from 'commander';

/** The options of all commands that read templates and judge nothing. */
export function withModelOptions(command: Command): Command {
  return command
    .option('--exclude <pattern...>', 'leave out files and folders of these names or patterns', [])
    .option('--parameters <file>', 'values of the parameters that deployment passes, as the AWS CLI takes them')
    .option('--trusted-account <number...>', 'accounts that are no strangers, beside those of the stacks', []);
}

/** The options of all questions. */
export function withAskOptions(command: Command, failing = 'the answer that fails (exit 1): one that is certain, or any that is possible'): Command {
  return withModelOptions(command.option('-a, --app <path>', 'a cdk.out directory, templates, a folder of them or a pattern; may be given several times (default: cdk.out)', collect, []))
    .addOption(new Option('--format <format>', 'how to answer').choices(['text', 'json']).default('text'))
    .addOption(new Option('--fail-on <certainty>', failing).choices(['certain', 'possible', 'never']).default('never'));
}

function collect(path: string, paths: string[]): string[] {
  return [...paths, path];
}
