import { bashCompletion } from './bash';
import { fishCompletion } from './fish';
import type { CommandNode } from './tree';
import { zshCompletion } from './zsh';

const WRITERS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** The script of a shell. */
export function completionOf(shell: keyof typeof WRITERS, program: string, root: CommandNode): string {
  return WRITERS[shell](program, root);
}
