import { apply } from '../captured';
import type { Guard } from '../shared';
import { leaveError } from './errors';

/**
 * What nothing caught. Lambda's runtime answers the invocation with it, message and stack, by listeners that it added before the function's module
 * loads: these get what an error of the handler becomes. Listeners that the function adds get the error itself.
 */
export function guardUncaught(guard: Guard, emitter: NodeJS.EventEmitter = process): void {
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    for (const listener of emitter.rawListeners(event)) {
      emitter.off(event, listener as () => void);
      emitter.on(event, (...args: unknown[]) => {
        const left = leaveError(args[0], 'service', guard, undefined);
        args[0] = 'error' in left ? left.error : args[0];
        apply(listener as () => void, emitter, args);
      });
    }
  }
}
