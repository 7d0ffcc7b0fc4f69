import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { leaveError } from './answers/errors';
import { maskLogs } from './answers/log';
import { clean, withoutSessions } from './answers/texts';
import { guardUncaught } from './answers/uncaught';
import { guarded } from './invocation';
import { loadParts } from './parts';
import type { Guard } from './shared';
import { loadModuleExport } from '../event-check/user-handler';

/** The function's own handler, guarded. */
export async function start(guard: Guard): Promise<(...args: any[]) => any> {
  maskLogs(guard);
  guardUncaught(guard);
  const outside = withoutSessions(guard.policy);
  guard.detect((text) => clean(text, outside).kinds); // what logs a function in at others is meant to leave
  const { LAMBDA_TASK_ROOT: root = process.cwd(), ZT_HANDLER: name, AWS_LAMBDA_INITIALIZATION_TYPE: initialization = 'on-demand' } = process.env;
  if (name === undefined) throw new Error('RuntimeGuard does not know the handler of the function: start it by AWS_LAMBDA_EXEC_WRAPPER=/opt/zt-guard.');
  const { kinds, requests, blockedRoutes } = guard.policy;
  // with provisioned concurrency, SnapStart or managed instances, nothing waits for the start
  if (initialization !== 'on-demand') loadParts({ masking: kinds.size > 0, requests: requests !== undefined || blockedRoutes.size > 0 });
  const handler = guarded(await loaded(root, name, guard), guard);
  guard.ready();
  return handler;
}

/** Lambda hands an error of the initialisation to whoever invoked the function, with its message and stack. */
async function loaded(root: string, name: string, guard: Guard): Promise<(...args: any[]) => any> {
  try {
    return await loadModuleExport(root, name, isModule);
  } catch (error) {
    const left = leaveError(error, 'service', guard, undefined);
    throw 'error' in left ? left.error : error;
  }
}

/** Whether Lambda would import a file. Node.js 22 requires such a file as well, and writes a warning to the log. */
function isModule(path: string): boolean {
  if (!path.endsWith('.js')) return path.endsWith('.mjs');
  for (let folder = dirname(path), last = ''; folder !== last; last = folder, folder = dirname(folder)) {
    try {
      return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).type === 'module';
    } catch { /* none here */ }
  }
  return false;
}
