import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..');
const LINE = 138;

/** src/core/known-props.ts: the props of each struct that a constructor checks, inherited ones included. */
export function knownProps(): string {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.ts')).sort()
    .map((file) => readFileSync(join(ROOT, 'src', file), 'utf-8'));
  const structs = new Map(files.flatMap((text) => interfacesIn(text)).map((node) => [node.name.text, node]));
  const checked = [...new Set(files.flatMap((text) => [...text.matchAll(/checkProps\([^,\n]*, '(\w+)'/g)].map(([, name]) => name)))].sort();
  return [
    '// Made by `npx tsx scripts/known-props.ts` from the structs in src.',
    '',
    '/** Struct → its props. */',
    'export const KNOWN_PROPS: Record<string, string> = {',
    ...checked.flatMap((name) => lines(name, propsOf(name, structs))),
    '};',
    '',
  ].join('\n');
}

function interfacesIn(text: string): ts.InterfaceDeclaration[] {
  return ts.createSourceFile('struct.ts', text, ts.ScriptTarget.Latest).statements.filter(ts.isInterfaceDeclaration);
}

function propsOf(name: string, structs: Map<string, ts.InterfaceDeclaration>): string[] {
  const struct = structs.get(name);
  if (!struct) throw new Error(`${name} is no interface of src: its props cannot be told`);
  const own = struct.members.filter(ts.isPropertySignature).map((member) => (member.name as ts.Identifier).text);
  const inherited = (struct.heritageClauses ?? []).flatMap(({ types }) => types)
    .flatMap(({ expression }) => propsOf((expression as ts.Identifier).text, structs));
  return [...new Set([...own, ...inherited])].sort();
}

function lines(name: string, props: string[]): string[] {
  const rows = [''];
  for (const prop of props) {
    if (`    + '${rows[rows.length - 1]} ${prop} '`.length > LINE) rows.push('');
    rows[rows.length - 1] += `${rows[rows.length - 1] && ' '}${prop}`;
  }
  if (rows.length === 1) return [`  ${name}: '${rows[0]}',`];
  return [`  ${name}:`, ...rows.map((row, i) => `    ${i ? '+ ' : ''}'${row}${i < rows.length - 1 ? ' \'' : '\','}`)];
}

if (require.main === module) writeFileSync(join(ROOT, 'src', 'core', 'known-props.ts'), knownProps());
