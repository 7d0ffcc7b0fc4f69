import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import * as ts from 'typescript';

/** A name of the public API: where it stands, and its last part, which other languages spell as well. */
export interface PublicName {
  readonly at: string;
  readonly name: string;
}

/** All names that `index` exports and that jsii translates: types, members, enum members and parameters. */
export function publicNames(index: string): PublicName[] {
  return parse(index).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.moduleSpecifier) return [];
    const path = join(dirname(index), (statement.moduleSpecifier as ts.StringLiteral).text);
    return existsSync(`${path}.ts`) ? namesIn(parse(`${path}.ts`)) : publicNames(join(path, 'index.ts'));
  });
}

/** The same for the declarations of one file. Exported functions and constants are no part of a jsii API. */
export function namesIn(source: ts.SourceFile): PublicName[] {
  return source.statements.flatMap((statement) => {
    const isType = ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isEnumDeclaration(statement);
    if (!isType || !statement.name || !has(statement, ts.SyntaxKind.ExportKeyword) || isInternal(statement)) return [];
    const type = statement.name.text;
    return [{ at: type, name: type }, ...[...statement.members].flatMap((member) => namesOf(type, member))];
  });
}

export const parse = (file: string, text = readFileSync(file, 'utf-8')): ts.SourceFile => ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);

function namesOf(type: string, member: ts.ClassElement | ts.TypeElement | ts.EnumMember): PublicName[] {
  const name = member.name && 'text' in member.name ? member.name.text : undefined;
  const hidden = has(member, ts.SyntaxKind.PrivateKeyword) || name?.startsWith('_'); // jsii asks for _ where @internal stands
  const isConstructor = ts.isConstructorDeclaration(member);
  if (hidden && !isConstructor || !name && !isConstructor) return [];
  const own = name ? [{ at: `${type}.${name}`, name }] : [];
  const parameters = ts.isMethodDeclaration(member) || ts.isMethodSignature(member) || isConstructor ? [...member.parameters] : [];
  return [...own, ...parameters
    // of a private constructor only the parameters that are properties can be seen
    .filter((parameter) => !hidden || has(parameter, ts.SyntaxKind.PublicKeyword))
    .map((parameter) => parameter.name.getText())
    .map((parameter) => ({ at: `${type}.${name ?? 'constructor'}(${parameter})`, name: parameter }))];
}

const isInternal = (node: ts.Node) => ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal');

function has(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) === true;
}
