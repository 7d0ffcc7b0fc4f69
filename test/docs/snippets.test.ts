import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Construct } from 'constructs';
import { typeErrors } from '../../scripts/construct-example';
import * as library from '../../src';

jest.setTimeout(600_000);

const root = join(__dirname, '..', '..');
const FIXTURE = readFileSync(join(root, 'rosetta', 'default.ts-fixture'), 'utf-8');

const filesIn = (folder: string, suffix: string) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf-8' })
  .filter((file) => file.endsWith(suffix)).map((file) => join(folder, file));

/** The examples in docstrings of classes, by class. */
function classExamples(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of filesIn('src', '.ts')) {
    const text = readFileSync(join(root, file), 'utf-8');
    for (const [, doc, name] of text.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport (?:abstract )?class (\w+)/g)) {
      const example = /^ \* @example\n((?: \*.*\n)+)/m.exec(`${doc}\n`)?.[1];
      if (example !== undefined) found.set(name, example.replace(/^ \* ?/gm, ''));
    }
  }
  return found;
}

/** A snippet as jsii-rosetta compiles it, inside of a stack's constructor. Rosetta lets `declare` stand there, the compiler does not. */
const inFixture = (snippet: string) => {
  const declared = snippet.match(/^declare .*$/gm) ?? [];
  return `${declared.join('\n')}\n${FIXTURE.replace('/// here', () => snippet.replace(/^declare .*$/gm, ''))}`;
};

/** The TypeScript snippets of pages for people. */
function pageSnippets(): Map<string, string> {
  const pages = ['README.md', ...filesIn('docs', '.md'), ...filesIn('examples', '.md').filter((file) => !file.includes('node_modules'))];
  return new Map(pages.flatMap((page) => (
    [...readFileSync(join(root, page), 'utf-8').matchAll(/```ts[^\n]*\n([^]*?)```/g)].map(([, code], i, all): [string, string] => [
      `${page.replace(/\W+/g, '-')}-${i + 1}`,
      // a page's later snippets go on from its first one
      i > 0 && !code.includes('new App(') && !code.includes('declare const') ? all.slice(0, 1).map(([, first]) => first).concat(code).join('\n') : code,
    ])
  )));
}

const examples = classExamples();
const publicConstructs = Object.entries(library)
  .filter(([, value]) => typeof value === 'function' && (value as any).prototype instanceof Construct).map(([name]) => name);

test('every public construct has an example in its docstring, as have the classes that an app begins with', () => {
  expect(publicConstructs.length).toBeGreaterThan(25);
  const needed = [...publicConstructs, 'ZeroTrust', 'ZeroTrustDefaults', 'ResourceDefaults', 'Profile', 'Waiver', 'Egress', 'EventSource'];
  expect(needed.filter((name) => !examples.has(name))).toEqual([]);
});

test.each([...examples])('the example of %s uses the class that it is for', (name, example) => {
  expect(example).toMatch(new RegExp(`\\b${name}\\b`));
});

test('all examples and all TypeScript snippets of README and docs compile', () => {
  const snippets = new Map([
    ...[...examples].map(([name, example]): [string, string] => [`example-${name}`, inFixture(example)]),
    ...pageSnippets(),
  ]);
  expect(snippets.size).toBeGreaterThan(examples.size + 30);
  expect(typeErrors(snippets)).toEqual([]);
  // and the compiler did look
  expect(typeErrors(new Map([['broken', inFixture('new SecureQueue(this);')]]))).toEqual([expect.stringMatching(/^broken\.ts: Expected 2-3 arguments/)]);
});
