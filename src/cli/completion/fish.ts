import { CommandNode, flattened, OptionNode } from './tree';

/** Lines of fish, one for each command, option and value. */
export function fishCompletion(program: string, root: CommandNode): string {
  const lines = flattened(root).flatMap((node) => {
    const when = conditionOf(node);
    const last = ({ words }: CommandNode) => words[words.length - 1];
    return [
      ...node.commands.map((one) => `${when} -f -a ${last(one)} -d ${quoted(one.description)}`),
      ...node.options.map((option) => `${when} ${optionWords(option)}`),
      ...node.choices.length > 0 ? [`${when} -f -a ${quoted(node.choices.join(' '))}`] : [],
      ...node.commands.length + node.choices.length === 0 && !node.takesFiles ? [`${when} -f`] : [],
    ].map((line) => `complete -c ${program} ${line}`);
  });
  return `# fish completion for ${program}: save it as ${program}.fish in a folder of completions\n${lines.join('\n')}\n`;
}

/** Where a command is the one that is being written: its words are there, and none of the commands below it. */
function conditionOf({ words, commands }: CommandNode): string {
  const below = commands.map((one) => one.words[one.words.length - 1]);
  const tests = [
    ...words.map((word) => `__fish_seen_subcommand_from ${word}`),
    ...below.length > 0 ? [words.length === 0 ? '__fish_use_subcommand' : `not __fish_seen_subcommand_from ${below.join(' ')}`] : [],
  ];
  return tests.length === 0 ? '' : `-n ${quoted(tests.join('; and '))}`;
}

function optionWords({ names, description, takesValue, choices, takesFiles }: OptionNode): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(' ');
  const values = choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : takesValue ? (takesFiles ? ' -r -F' : ' -x') : '';
  return `${flags}${values} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, '\\\'')}'`;
}
