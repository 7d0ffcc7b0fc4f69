/** Where resources begin in the text of a template that is laid out by lines, JSON or YAML alike: line by logical id, from 1. */
export function resourceLines(text: string): Map<string, number> {
  const found = new Map<string, number>();
  const lines = text.split('\n');
  const top = lines.map(keyOf).find((key) => key !== undefined);
  const start = lines.findIndex((line) => isKey(line, top?.indent, 'Resources'));
  if (start < 0) return found;

  let indent: number | undefined;
  for (let i = start + 1; i < lines.length; i++) {
    if (/^\s*(#|$)/.test(lines[i])) continue;
    if (lines[i].search(/\S/) <= top!.indent) break;
    const key = keyOf(lines[i]);
    indent ??= key?.indent;
    if (key && key.indent === indent) found.set(key.name, i + 1);
  }
  return found;
}

function isKey(line: string, indent: number | undefined, name: string): boolean {
  const key = keyOf(line);
  return key !== undefined && key.indent === indent && key.name === name;
}

function keyOf(line: string): { name: string; indent: number } | undefined {
  const [, space, name] = /^(\s*)["']?([\w:.-]+?)["']?\s*:(?:\s|$)/.exec(line) ?? [];
  return name === undefined ? undefined : { name, indent: space.length };
}
