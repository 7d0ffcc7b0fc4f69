import { Document, isCollection, isScalar, Scalar, visit } from 'yaml';

/** CloudFormation's own limit: in larger text, nobody indents by hand. */
const MAX_TEXT = 1024 * 1024;

/**
 * YAML 1.1, as CloudFormation reads it, lets the lines of a quoted text or of a flow collection begin anywhere; YAML 1.2 wants them further in than
 * their key. The text with such lines indented, which means the same; `undefined` when that is not what is wrong with it.
 */
export function indented(text: string, document: Document.Parsed): string | undefined {
  const [error] = [...document.errors].sort((a, b) => a.pos[0] - b.pos[0]);
  if (text.length > MAX_TEXT || !['MISSING_CHAR', 'BAD_INDENT'].includes(error?.code)) return undefined;
  const start = lastBefore(error.pos[0], document);
  const end = start === undefined ? undefined : endOf(text, start);
  if (start === undefined || end === undefined || !text.slice(start, end).includes('\n')) return undefined;
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const further = ' '.repeat(line.search(/\S|$/) + 1);
  const within = text.slice(start, end);
  const lines = within.replace(/\n(?=[^\n])/g, `\n${further}`);
  return `${text.slice(0, start)}${lines}${text.slice(end)}`;
}

/** Where the last quoted text or flow collection begins that is in no other one. */
function lastBefore(position: number, document: Document.Parsed): number | undefined {
  let start: number | undefined;
  visit(document, (_key, node) => {
    const isQuoted = isScalar(node) && (node.type === Scalar.QUOTE_SINGLE || node.type === Scalar.QUOTE_DOUBLE);
    const isFlow = isCollection(node) && node.flow === true;
    if (!isQuoted && !isFlow) return undefined;
    if (node.range && node.range[0] < position) start = Math.max(start ?? 0, node.range[0]);
    return visit.SKIP;
  });
  return start;
}

/** Where a quoted text or a flow collection ends. */
function endOf(text: string, start: number): number | undefined {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    const opens = i === start || /[\s[{,:]/.test(text[i - 1]);
    if ((character === '\'' || character === '"') && opens) {
      const end = endOfQuoted(text, i);
      if (end === undefined || depth === 0) return end;
      i = end - 1;
    } else if (character === '[' || character === '{') {
      depth++;
    } else if ((character === ']' || character === '}') && --depth === 0) {
      return i + 1;
    } else if (character === '#' && opens) {
      i = text.indexOf('\n', i);
      if (i < 0) return undefined;
    }
  }
  return undefined;
}

function endOfQuoted(text: string, start: number): number | undefined {
  const quote = text[start];
  for (let i = start + 1; i < text.length; i++) {
    if (quote === '"' && text[i] === '\\') i++;
    else if (text[i] === quote && quote === '\'' && text[i + 1] === quote) i++;
    else if (text[i] === quote) return i + 1;
  }
  return undefined;
}
