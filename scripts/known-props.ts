import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..');
const LINE = 138;

/** A parameter of the public API whose type is a struct. */
export interface StructParameter {
  readonly owner: string;
  readonly method: string;
  readonly isStatic: boolean;
  /** Its place among the parameters. */
  readonly index: number;
  readonly struct: string;
}

/**
 * src/core/known-props.ts: the props of each struct that a constructor or a method checks, inherited ones included, and of the structs within them, which
 * are named behind a colon.
 */
export function knownProps(): string {
  const files = sources();
  const structs = structsOf(files);
  const found = new Map<string, string[]>();
  const open = [...new Set(files.flatMap(({ text }) => [...text.matchAll(/checkProps\([^,\n]*, '(\w+)'/g)].map(([, name]) => name)))];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    const props = propsOf(name, structs);
    found.set(name, [...props].map(([prop, struct]) => (struct ? `${prop}:${struct}` : prop)));
    open.push(...[...props.values()].flatMap((struct) => struct?.replace('{}', '') ?? []));
  }
  return [
    '// Made by `npx tsx scripts/known-props.ts` from the structs in src.',
    '',
    '/** Struct → its props; behind a colon the struct of a prop, of its items or of its values. */',
    'export const KNOWN_PROPS: Record<string, string> = {',
    ...[...found].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, props]) => lines(name, props)),
    '};',
    '',
  ].join('\n');
}

/** Every parameter of a public constructor or method of an exported class whose type is an exported struct. */
export function structParameters(): StructParameter[] {
  const files = sources();
  const structs = structsOf(files);
  return files.flatMap(({ source }) => source.statements.filter((node) => ts.isClassDeclaration(node)))
    .filter((node) => isExported(node) && node.name)
    .flatMap((owner) => owner.members
      .filter((member) => ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member)).filter(isPublic)
      .flatMap((member) => member.parameters.flatMap(({ type }, index): StructParameter[] => {
        const struct = structIn(type, structs);
        const method = ts.isConstructorDeclaration(member) ? 'constructor' : (member.name as ts.Identifier).text;
        const isStatic = member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
        return struct ? [{ owner: owner.name!.text, method, isStatic, index, struct }] : [];
      })));
}

interface Source {
  readonly text: string;
  readonly source: ts.SourceFile;
}

type Structs = Map<string, ts.InterfaceDeclaration>;

function sources(): Source[] {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.ts')).sort()
    .map((file) => readFileSync(join(ROOT, 'src', file), 'utf-8')).map((text) => ({ text, source: ts.createSourceFile('struct.ts', text, ts.ScriptTarget.Latest) }));
}

/** As jsii has them: exported interfaces of properties alone, without the I of one that is implemented. */
function structsOf(files: Source[]): Structs {
  const interfaces = files.flatMap(({ source }) => source.statements.filter((node) => ts.isInterfaceDeclaration(node)))
    .filter((node) => isExported(node) && node.members.every(ts.isPropertySignature) && !/^I[A-Z]/.test(node.name.text));
  return new Map(interfaces.map((node) => [node.name.text, node]));
}

function isExported(node: ts.HasModifiers): boolean {
  return ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function isPublic(member: ts.MethodDeclaration | ts.ConstructorDeclaration): boolean {
  const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword];
  return !ts.getModifiers(member)?.some(({ kind }) => hidden.includes(kind)) && !(member.name && (member.name as ts.Identifier).text?.startsWith('_'));
}

/** Prop → the struct of its type, of its items or of its values. */
function propsOf(name: string, structs: Structs): Map<string, string | undefined> {
  const struct = structs.get(name);
  if (!struct) throw new Error(`${name} is no interface of src: its props cannot be told`);
  const inherited = (struct.heritageClauses ?? []).flatMap(({ types }) => types)
    .flatMap(({ expression }) => [...propsOf((expression as ts.Identifier).text, structs)]);
  const own = struct.members.filter(ts.isPropertySignature)
    .map((member): [string, string | undefined] => [(member.name as ts.Identifier).text, structIn(member.type, structs)]);
  return new Map([...inherited, ...own].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The struct that a type is, or has as items; with `{}` behind it, the struct of its values. */
function structIn(type: ts.TypeNode | undefined, structs: Structs): string | undefined {
  if (!type) return undefined;
  if (ts.isArrayTypeNode(type)) return structIn(type.elementType, structs);
  if (ts.isUnionTypeNode(type)) return type.types.map((one) => structIn(one, structs)).find((one) => one !== undefined);
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  if (type.typeName.text === 'Record') {
    const values = structIn(type.typeArguments?.[1], structs);
    return values && `${values}{}`;
  }
  return structs.has(type.typeName.text) ? type.typeName.text : undefined;
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
