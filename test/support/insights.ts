import { MAX_ROWS } from '../../src/detect/insights-query';

type Test = (message: string) => boolean;

/**
 * Decides queries in the part of the language of CloudWatch Logs Insights that detections are written in, from its documentation and not from
 * what writes them: `fields`, `filter` with `like /pattern/`, `and`, `or` and parentheses, where `and` binds before `or`, and `limit`. Anything
 * else throws. Source: CloudWatch Logs user guide, "CloudWatch Logs Insights language query syntax".
 */
export function insights(query: string, messages: string[]): string[] {
  let rows = messages;
  let limit = MAX_ROWS;
  for (const command of commandsOf(query)) {
    const [, name, rest] = /^(\w+)\s+([^]*)$/.exec(command)!;
    if (name === 'filter') {
      const test = filterOf(rest);
      rows = rows.filter(test);
    } else if (name === 'limit') {
      limit = Number(rest);
    } else if (name !== 'fields' || rest !== '@message') {
      throw new Error(`No such command here: ${command}`);
    }
  }
  return rows.slice(0, limit);
}

/** A pipe within a pattern ends no command. */
function commandsOf(query: string): string[] {
  const parts = query.match(/(?:\/(?:\\.|[^/\\])*\/|[^|/])+/g)!;
  return parts.map((part) => part.trim());
}

function filterOf(text: string): Test {
  const tokens = text.match(/\(|\)|\/(?:\\.|[^/\\])*\/|[@\w.]+/g)!;
  if (tokens.join('') !== text.replace(/\/(?:\\.|[^/\\])*\/|\s+/g, (found) => (found.startsWith('/') ? found : ''))) throw new Error(`What is this? ${text}`);
  let at = 0;
  const either = (): Test => {
    let test = both();
    while (tokens[at] === 'or') {
      at++;
      const [left, right] = [test, both()];
      test = (message) => left(message) || right(message);
    }
    return test;
  };
  const both = (): Test => {
    let test = one();
    while (tokens[at] === 'and') {
      at++;
      const [left, right] = [test, one()];
      test = (message) => left(message) && right(message);
    }
    return test;
  };
  const one = (): Test => {
    const token = tokens[at++];
    if (token === '(') {
      const test = either();
      if (tokens[at++] !== ')') throw new Error(`A parenthesis is open: ${text}`);
      return test;
    }
    const [like, pattern] = [tokens[at++], tokens[at++]];
    if (token !== '@message' || like !== 'like' || !pattern?.startsWith('/')) throw new Error(`No such filter here: ${token} ${like} ${pattern}`);
    const [, anyCase, source] = /^\/(\(\?i\))?([^]*)\/$/.exec(pattern)!;
    const regex = new RegExp(source, anyCase ? 'i' : '');
    return (message) => regex.test(message);
  };
  const test = either();
  if (at !== tokens.length) throw new Error(`Something is left over: ${tokens.slice(at).join(' ')}`);
  return test;
}
