import { createRequire } from 'module';
import { join } from 'path';
import type { WrittenChecks } from './checks';
import { Gate } from './gate';
import { loadHandler } from './user-handler';

/**
 * Stands before the handler of a function: checks each event against the schema of its source, and hands on what fits. All is
 * read while the function initialises, so that a function without its checks never starts.
 */
const gate = new Gate(
  createRequire(__filename)(join(__dirname, 'checks.js')) as WrittenChecks,
  JSON.parse(variable('CDK_ZERO_TRUST_SOURCES')) as [string, string | null][],
  loadHandler(variable('LAMBDA_TASK_ROOT'), variable('CDK_ZERO_TRUST_HANDLER')),
);

export const handler = async (event: unknown, context: unknown): Promise<unknown> => gate.admit(event, context);

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}
