import { CommandNode, flattened, OptionNode } from './tree';

/** A function of bash that knows the commands, their options and the values of these; files are what bash completes by itself. */
export function bashCompletion(program: string, root: CommandNode): string {
  const name = `_${program.replace(/\W/g, '_')}`;
  const nodes = flattened(root);
  return `# bash completion for ${program}: source it, or save it in a folder of completions
${name}() {
  local current previous path word i
  current="\${COMP_WORDS[COMP_CWORD]}"
  previous="\${COMP_WORDS[COMP_CWORD-1]}"
  path=""
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${path:+$path }\${COMP_WORDS[i]}"
    case "$word" in
      ${nodes.slice(1).map(({ words }) => quoted(words.join(' '))).join('|')}) path="$word" ;;
    esac
  done
  COMPREPLY=()
  case "$path:$previous" in
${nodes.flatMap((node) => node.options.filter(({ takesValue }) => takesValue).map((option) => `    ${valueCase(node, option)}`)).join('\n')}
  esac
  case "$path" in
${nodes.map((node) => `    ${commandCase(node)}`).join('\n')}
  esac
}
complete -o default -F ${name} ${program}
`;
}

/** Nothing where values are files or anything else: bash completes files then. */
function valueCase({ words }: CommandNode, { names, choices }: OptionNode): string {
  const patterns = names.map((name) => quoted(`${words.join(' ')}:${name}`)).join('|');
  return `${patterns}) ${choices.length > 0 ? `${reply(choices)}; ` : ''}return ;;`;
}

function commandCase({ words, commands, options, choices, takesFiles }: CommandNode): string {
  const names = [...commands.map((one) => one.words[one.words.length - 1]), ...choices];
  const flags = options.flatMap((option) => option.names.filter((name) => name.startsWith('--')));
  const other = names.length > 0 ? reply(names) : takesFiles ? ':' : 'compopt +o default 2>/dev/null';
  return `${quoted(words.join(' '))}) if [[ "$current" == -* ]]; then ${reply(flags)}; else ${other}; fi ;;`;
}

function reply(words: readonly string[]): string {
  return `COMPREPLY=($(compgen -W ${quoted(words.join(' '))} -- "$current"))`;
}

/** A word of the shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replace(/'/g, '\'\\\'\'')}'`;
}
