import type { Command, Option } from 'commander';

/** A command line as shells complete it: made from the commands themselves, so that it has what they have. */
export interface CommandNode {
  /** The words that call it, without the program: `guard report`; none for the program itself. */
  readonly words: readonly string[];
  readonly description: string;
  readonly commands: readonly CommandNode[];
  readonly options: readonly OptionNode[];
  /** What its arguments are, where they are no files. */
  readonly choices: readonly string[];
  /** Whether arguments may be files. */
  readonly takesFiles: boolean;
}

export interface OptionNode {
  /** As it is written: `--format`, and `-a` where there is a short one. */
  readonly names: readonly string[];
  readonly description: string;
  /** Whether a value follows. */
  readonly takesValue: boolean;
  /** The values, where they are known. */
  readonly choices: readonly string[];
  readonly takesFiles: boolean;
}

/** Placeholders of arguments that are files or folders. */
const FILES = /^(file|path|pattern)$/;

export function commandTree(command: Command, words: readonly string[] = []): CommandNode {
  const help = command.createHelp();
  const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
  return {
    words,
    description: command.description(),
    commands: command.commands.map((one) => commandTree(one, [...words, one.name()])),
    options: help.visibleOptions(command).map(optionNode),
    choices,
    takesFiles: command.registeredArguments.some((argument) => FILES.test(argument.name())),
  };
}

/** All commands below, and this one. */
export function flattened(node: CommandNode): CommandNode[] {
  return [node, ...node.commands.flatMap(flattened)];
}

function optionNode(option: Option): OptionNode {
  const placeholder = /<([^>.]+)/.exec(option.flags)?.[1];
  return {
    names: [option.long, option.short].filter((name): name is string => name !== undefined && name !== null),
    description: option.description,
    takesValue: option.required,
    choices: option.argChoices ?? [],
    takesFiles: placeholder !== undefined && FILES.test(placeholder),
  };
}
