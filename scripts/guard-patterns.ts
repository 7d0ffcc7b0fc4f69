// The regular expressions and tables of the runtime guard, for its Python side: both read one list, which is written in TypeScript.
import { readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import * as ts from 'typescript';
import { pythonRegex } from './python-regex';
import type { Rule } from '../lambda/runtime-guard/requests/rule';

const ROOT = join(__dirname, '..', 'lambda', 'runtime-guard');
const TARGET = join(ROOT, 'python', 'zt_guard');
/** File of data → the sources in it. Two files, as a function that inspects no requests reads only one. */
const SOURCES: Record<string, string[]> = {
  'masking.json': ['masking/cards', 'masking/ibans', 'masking/mask', 'masking/national-ids', 'answers/stacks', 'answers/texts', 'answers/http'],
  'requests.json': ['requests/decode', 'requests/event', 'requests/inspect', 'requests/markup', 'requests/others', 'requests/shell', 'requests/sql'],
};

/** The files of data by name, as they are to be committed. */
export function guardPatterns(): Record<string, string> {
  return Object.fromEntries(Object.entries(SOURCES).map(([file, sources]) => {
    const tables = Object.fromEntries(sources.map((source) => [source, tableOf(source)]));
    return [file, `${JSON.stringify(tables, undefined, 1)}\n`];
  }));
}

/** The rules in the modules: what requests/rule.ts runs. */
export function guardRules(): Rule[] {
  return SOURCES['requests.json'].flatMap((source) => {
    const { values } = valuesOf(source);
    return Object.values(values).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isRule));
  });
}

/** What a module declares at its top. */
function valuesOf(source: string) {
  const text = readFileSync(join(ROOT, `${source}.ts`), 'utf8');
  const file = ts.createSourceFile(source, text, ts.ScriptTarget.Latest, true);
  const variables = file.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => [...declarationList.declarations]);
  const names = variables.map(({ name }) => name.getText(file));
  return { file, names, values: evaluate(source, text, names) };
}

/** What a module declares at its top, and the regular expressions within its functions in their order. */
function tableOf(source: string): Record<string, unknown> {
  const { file, names, values } = valuesOf(source);
  const table: Record<string, unknown> = {};
  for (const name of names) {
    const value = written(values[name]);
    if (value !== undefined) table[name] = value;
  }
  for (const [name, patterns] of inFunctions(file)) table[`${name}()`] = patterns;
  return table;
}

const modules = new Map<string, Record<string, any>>();
function evaluate(source: string, text: string, names: string[] = []): Record<string, any> {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const exports: Record<string, any> = {};
  const require = (name: string) => {
    if (!name.startsWith('.')) throw new Error(`${source} imports ${name}, which is not part of the guard's data`);
    const path = join(dirname(source), name);
    if (path === 'parts' || path === 'native') return {}; // reads other files when they are first needed, and holds no data
    if (!modules.has(path)) modules.set(path, evaluate(path, readFileSync(join(ROOT, `${path}.ts`), 'utf8')));
    return modules.get(path);
  };
  const top = names.map((name) => `${name}: typeof ${name} === 'undefined' ? exports.${name} : ${name}`);
  const run = new Function('exports', 'require', 'module', `${outputText}\nreturn { ${top.join(', ')} };`);
  return { ...run(exports, require, module), ...exports };
}

/** A rule of requests/rule.ts: its expressions are one here. */
export const isRule = (value: unknown): value is Rule => (
  typeof value === 'object' && value !== null && value.constructor.name === 'Rule'
);

/** As JSON. Undefined for what only the code of one language can use. */
function written(value: unknown): unknown {
  if (isRule(value)) return written(new RegExp(value.sources.join('|'), 'i'));
  if (value instanceof RegExp) return { re: pythonRegex(value), ignoreCase: value.ignoreCase };
  if (value instanceof Set) return [...value];
  if (Array.isArray(value)) return value.map((held) => (isRule(held) ? [held.name, written(held)] : written(held) ?? null));
  if (typeof value !== 'object' || value === null) return typeof value === 'function' || typeof value === 'symbol' ? undefined : value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const held = Object.entries(value).map(([key, item]) => [key, written(item)]).filter(([, item]) => item !== undefined);
  return Object.fromEntries(held);
}

function inFunctions(file: ts.SourceFile): Map<string, unknown[]> {
  const found = new Map<string, unknown[]>();
  const visit = (node: ts.Node, owner: string | undefined): void => {
    let name = owner;
    if ((ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.name) name = node.name.getText(file);
    else if (ts.isVariableDeclaration(node) && node.initializer && ts.isArrowFunction(node.initializer)) name = owner ?? node.name.getText(file);
    if (ts.isRegularExpressionLiteral(node) && name !== undefined) {
      const [, pattern, flags] = /^\/([\s\S]*)\/([a-z]*)$/.exec(node.text)!;
      found.set(name, [...(found.get(name) ?? []), written(new RegExp(pattern, flags))]);
    }
    ts.forEachChild(node, (child) => visit(child, name));
  };
  visit(file, undefined);
  return found;
}

if (require.main === module) for (const [file, text] of Object.entries(guardPatterns())) writeFileSync(join(TARGET, file), text);
