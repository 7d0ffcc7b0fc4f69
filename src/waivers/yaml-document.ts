import { Document, LineCounter, parseDocument } from 'yaml';

/**
 * A document of YAML with its lines. What is wrong with it goes to `refuse`, with its place in the text.
 *
 * @internal
 */
export function parseWithLines(text: string, lines: LineCounter, refuse: (offset: number, what: string) => Error): Document.Parsed {
  const document = parsed(text, lines, refuse);
  for (const { pos: [offset], message } of document.errors) throw refuse(offset, `${message.split('\n')[0].replace(/ at line.*$/, '')}.`);
  return document;
}

/** The parser answers to nesting without end by the end of its stack. */
function parsed(text: string, lines: LineCounter, refuse: (offset: number, what: string) => Error): Document.Parsed {
  try {
    return parseDocument(text, { lineCounter: lines });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refuse(0, 'it is nested too deep.');
  }
}
