import type { Node } from 'yaml';
import type { Condition } from './event-match';
import type { SigmaFile } from './sigma-error';

const MAX_TOKENS = 100;

/**
 * Compiles a Sigma condition: `and`, `or`, `not`, parentheses, names of selections, `1 of` and `all of` with `them` or a prefix such as
 * `filter_*`. Source: Sigma rules specification 2.1, "Condition".
 */
export function compileCondition(file: SigmaFile, at: Node, text: string, selections: Map<string, Condition>): Condition {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  const refuse = (what: string) => file.error(at, 'BadCondition', what, 'use names of selections with and, or, not, parentheses, `1 of` and `all of`.');
  if (tokens.length > MAX_TOKENS) throw refuse(`the condition has ${tokens.length} words.`);
  const used = new Set<string>();
  let next = 0;

  const accept = (word: string) => tokens[next]?.toLowerCase() === word && ++next > 0;
  const either = (): Condition => chain('or', both, (any) => ({ any }));
  const both = (): Condition => chain('and', one, (all) => ({ all }));

  function chain(word: string, part: () => Condition, join: (parts: Condition[]) => Condition): Condition {
    const parts = [part()];
    while (accept(word)) parts.push(part());
    return parts.length === 1 ? parts[0] : join(parts);
  }

  function one(): Condition {
    if (accept('not')) return { not: one() };
    if (accept('(')) {
      const inner = either();
      if (!accept(')')) throw refuse('a parenthesis is not closed.');
      return inner;
    }
    const quantifier = /^(1|all)$/i.test(tokens[next] ?? '') && tokens[next + 1]?.toLowerCase() === 'of' ? tokens[next].toLowerCase() : undefined;
    if (quantifier === undefined) return selection(tokens[next++]);
    const several = named(tokens[next + 2]);
    next += 3;
    return quantifier === '1' ? { any: several } : { all: several };
  }

  function selection(name: string | undefined): Condition {
    const found = selections.get(name ?? '');
    if (!found) throw refuse(name === undefined ? 'the condition ends too early.' : `there is no selection ${name}.`);
    used.add(name!);
    return found;
  }

  function named(pattern: string | undefined): Condition[] {
    const prefix = pattern === 'them' ? '' : /^(\w+)\*$/.exec(pattern ?? '')?.[1];
    const names = prefix === undefined ? [] : [...selections.keys()].filter((name) => name.startsWith(prefix));
    if (names.length === 0) throw refuse(`${pattern ?? 'nothing'} names no selection.`);
    return names.map(selection);
  }

  const compiled = either();
  if (next < tokens.length) throw refuse(`${tokens[next]} is not expected here.`);
  const unused = [...selections.keys()].filter((name) => !used.has(name));
  if (unused.length > 0) throw refuse(`no part of it uses ${unused.join(', ')}.`);
  return compiled;
}
