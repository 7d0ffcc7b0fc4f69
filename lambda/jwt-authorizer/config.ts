import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the function's code lies. */
export const root = () => variable('LAMBDA_TASK_ROOT');

/** What the authorizer was deployed with, beside its code. */
export function readConfig<T>(): T {
  return JSON.parse(readFileSync(join(root(), 'config.json'), 'utf-8'));
}

/** An environment variable that must be there. */
export function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment has no ${name}.`);
  return value;
}

/** An environment variable that holds words. */
export function words(name: string): string[] {
  return variable(name).split(' ');
}

/** Made at the first use, as the environment is there then, and kept while the function lives. A failure is not kept. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
