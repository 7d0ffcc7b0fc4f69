import { isBlocked, type Guard } from '../shared';
import { Caller, plainAnswer } from './caller';
import { clean } from './texts';

/** What an authorizer throws to be answered with 401: the text is API Gateway's protocol. */
const UNAUTHORIZED = 'Unauthorized';

/** An answer in place of the error, or the error that goes on. */
type Left = { readonly answer: unknown } | { readonly error: unknown };

/**
 * What becomes of an error that a handler threw. With `block`, a request gets a plain answer, and a service an error of the same name (Step
 * Functions retries by it) without message or stack; both stand masked in the log. With `monitor` the error goes on as it is.
 */
export function leaveError(error: unknown, caller: Caller, guard: Guard, context: unknown): Left {
  const blocked = isBlocked(error);
  if (!blocked) reportError(error, guard);
  if (guard.policy.mode === 'monitor') return { error };
  if (caller === 'authorizer' && (error as Error)?.message === UNAUTHORIZED) return { error };
  logError(error, guard);
  if (caller === 'http') return { answer: plainAnswer(blocked ? 403 : 500, context) };
  return { error: quiet(error) };
}

function reportError(error: unknown, guard: Guard): void {
  const name = nameOf(error);
  if (error instanceof TypeError && /object is not extensible/.test(error.message)) guard.report('prototype-pollution', 'refused');
  else guard.report('unhandled-error', name);
  if (clean(String((error as Error)?.message ?? error), guard.policy).kinds.length > 0) guard.report('data-in-error', name);
}

/** Lambda logs the name and message of what is thrown: the stack is logged here, masked, so that it is not lost. */
function logError(error: unknown, { policy }: Guard): void {
  process.stderr.write(`${clean(String((error as Error)?.stack ?? error), policy).text}\n`);
}

function quiet(error: unknown): Error {
  const left = new Error('Internal error');
  left.name = nameOf(error);
  left.stack = left.name;
  return left;
}

/** Only what a name can be: an error may carry anything there. */
function nameOf(error: unknown): string {
  const name = (error as Error)?.name;
  return typeof name === 'string' && /^[\w.$]{1,64}$/.test(name) ? name : 'Error';
}
