import { readFileSync } from 'fs';
import { createRequire } from 'module';
import { join } from 'path';
import { withExample } from '../construct-example';

const root = join(__dirname, '..', '..');

/** The template of the shortest example, as TypeScript makes it from the very text of the README. */
export function goldenTemplate(): unknown {
  const [, code] = /## The shortest example\s+```ts\b.*\n([\s\S]*?)\n```/.exec(readFileSync(join(root, 'README.md'), 'utf-8')) ?? [];
  if (!code) throw new Error('the README has no shortest example in TypeScript');
  return withExample(code, createRequire(join(root, 'package.json')), ({ app, outdir }) => {
    app.synth();
    return templateIn(outdir);
  });
}

export function templateIn(assembly: string): unknown {
  return JSON.parse(readFileSync(join(assembly, 'Notes.template.json'), 'utf-8'));
}

/** Where two JSON values differ, each place with both values. */
export function differences(expected: unknown, actual: unknown, path = ''): string[] {
  if (Object.is(expected, actual)) return [];
  const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
  if (!isObject(expected) || !isObject(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    return [`${path || '/'}: ${JSON.stringify(expected)} in TypeScript, ${JSON.stringify(actual)} here`];
  }
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  return keys.flatMap((key) => differences(expected[key], actual[key], `${path}/${key}`));
}
