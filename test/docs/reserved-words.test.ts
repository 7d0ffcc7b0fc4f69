import { join } from 'path';
import * as library from '../../src';
import { namesIn, parse, PublicName, publicNames } from '../support/public-names';

/**
 * Words that an identifier cannot be. The bindings would spell such a name in another way (`except_`, `getClassValue`, `@from`), which nobody
 * finds in our documentation. Sources: The Python Language Reference 2.3.1 (and `self`), JLS 3.9, The Go Programming Language Specification
 * "Keywords", C# reference "C# keywords".
 */
const RESERVED: Record<string, string> = {
  'Python': `False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda
    nonlocal not or pass raise return try while with yield self`,
  'Java': `abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally float for
    goto if implements import instanceof int interface long native new null package private protected public return short static strictfp super
    switch synchronized this throw throws transient true try void volatile while`,
  'Go': `break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct
    switch type var`,
  'C#': `abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit
    extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out
    override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true
    try typeof uint ulong unchecked unsafe ushort using virtual void volatile while`,
};

const snakeCase = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

function reservedIn(names: PublicName[]): string[] {
  return names.flatMap(({ at, name }) => Object.entries(RESERVED)
    .filter(([language, words]) => words.split(/\s+/).some((word) => word === name || language === 'Python' && word === snakeCase(name)))
    .map(([language]) => `${at} is reserved in ${language}`));
}

const api = publicNames(join(__dirname, '..', '..', 'src', 'index.ts'));

test('no public name is a reserved word of Python, Java, Go or C#', () => {
  expect(reservedIn(api)).toEqual([]);
});

test('the names are those of the whole API', () => {
  const types = new Set(api.map(({ at }) => at));
  expect(Object.keys(library).filter((name) => /^[A-Z][a-z]/.test(name) && !types.has(name))).toEqual([]);
  expect([...types]).toEqual(expect.arrayContaining([
    'SecureFunctionProps.environment', 'SecureTable.grantReadData', 'SecureTable.grantReadData(grantee)', 'SecureTable.constructor(props)',
    'DataClass.RESTRICTED', 'OrganizationPolicy.constructor(policyType)',
  ]));
});

test.each<[string, string, string[]]>([
  ['a type', 'export class None {}', ['None is reserved in Python']],
  ['a property', 'export interface Props { readonly except?: string }', ['Props.except is reserved in Python']],
  ['a property made by a constructor', 'export class A { private constructor(public readonly type: string, lock: string) {} }', ['A.constructor(type) is reserved in Go']],
  ['a method', 'export class A { public synchronized(): void {} }', ['A.synchronized is reserved in Java']],
  ['a static method', 'export class A { public static fixed(): A { return new A(); } }', ['A.fixed is reserved in C#']],
  ['a parameter, a rest too', 'export class A { public open(name: string, ...from: string[]): void {} }', ['A.open(from) is reserved in Python']],
  ['a parameter of a constructor', 'export class A { constructor(range: string) {} }', ['A.constructor(range) is reserved in Go']],
  ['a member of an enum', 'export enum E { NONE, default }', ['E.default is reserved in Java', 'E.default is reserved in Go', 'E.default is reserved in C#']],
  ['nothing of what stays inside', 'class None {}\n/** @internal */ export interface Kept { type: string }\nexport const from = 1; export class A { private except = 1; /** @internal */ public _of(from: string): void {} }', []],
])('sees %s', (_, text, expected) => {
  expect(reservedIn(namesIn(parse('some.ts', text)))).toEqual(expected);
});
