import type { CommandNode, OptionNode } from './tree';

/** Functions of zsh, one a command. */
export function zshCompletion(program: string, root: CommandNode): string {
  const name = `_${program.replace(/\W/g, '_')}`;
  return `#compdef ${program}
# zsh completion for ${program}: save it as ${name} in a folder of $fpath, or source it after compinit

${functions(name, root)}
if [[ "$funcstack[1]" == "${name}" ]]; then
  ${name} "$@"
else
  compdef ${name} ${program}
fi
`;
}

function functions(name: string, node: CommandNode): string {
  const { commands, options } = node;
  const specs = options.map(optionSpec);
  if (commands.length === 0) return `${name}() {\n  _arguments -S \\\n    ${[...specs, argumentSpec(node)].join(' \\\n    ')}\n}\n`;
  const ofCommand = (one: CommandNode) => `${name}__${one.words[one.words.length - 1].replace(/\W/g, '_')}`;
  const last = ({ words }: CommandNode) => words[words.length - 1];
  return `${commands.map((one) => functions(ofCommand(one), one)).join('\n')}
${name}() {
  local context state line
  local -a commands
  commands=(
    ${commands.map((one) => quoted(`${last(one)}:${one.description}`)).join('\n    ')}
  )
  _arguments -C \\
    ${[...specs, "'1:command:->command'", "'*::argument:->argument'"].join(' \\\n    ')}
  case $state in
    command) _describe -t commands command commands ;;
    argument)
      case $line[1] in
        ${commands.map((one) => `${last(one)}) ${ofCommand(one)} ;;`).join('\n        ')}
      esac ;;
  esac
}
`;
}

function optionSpec({ names, description, takesValue, choices, takesFiles }: OptionNode): string {
  const value = takesValue ? `:value:${choices.length > 0 ? `(${choices.join(' ')})` : takesFiles ? '_files' : ' '}` : '';
  const about = `[${description.replace(/[[\]\\:]/g, '\\$&')}]${value}`;
  return names.length > 1 ? `{${names.join(',')}}${quoted(about)}` : quoted(`${names[0]}${about}`);
}

function argumentSpec({ choices, takesFiles }: CommandNode): string {
  return quoted(`*:argument:${choices.length > 0 ? `(${choices.join(' ')})` : takesFiles ? '_files' : ' '}`);
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, '\'\\\'\'')}'`;
}
