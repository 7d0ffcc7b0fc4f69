import { apply, matches, TypeFault } from '../captured';
import { Blocked, blockedIn, type Guard } from '../shared';
import type { Caller } from './caller';
import { plainAnswer } from './plain';
import { clean } from './texts';

const { inspect } = process.getBuiltinModule('util');
const DEPTH = 8; // of causes and own properties in the log

/** What an authorizer throws to be answered with 401: the text is API Gateway's protocol. */
const UNAUTHORIZED = 'Unauthorized';

/** An answer in place of the error, or the error that goes on. */
type Left = { readonly answer: unknown } | { readonly error: unknown };

/** Errors that left already: what fails the start is not caught by anyone, and comes by once more. */
const quieted = new WeakSet<object>();
const { add, has } = WeakSet.prototype;

/**
 * What becomes of an error that a handler threw. With `block`, a request gets a plain answer, and a service an error of the same name (Step
 * Functions retries by it) without message or stack; both stand masked in the log. With `monitor` the error goes on as it is.
 */
export function leaveError(error: unknown, caller: Caller, guard: Guard, context: unknown): Left {
  if (typeof error === 'object' && error !== null && apply(has, quieted, [error])) return { error };
  const blocked = blockedIn(error);
  if (blocked === undefined) reportError(error, guard);
  else if (blocked instanceof Blocked && !blocked.wasReported) guard.report(blocked.kind, blocked.detail);
  if (guard.policy.mode === 'monitor') return { error };
  if (caller === 'authorizer' && read(error, 'message') === UNAUTHORIZED) return { error };
  logError(error, guard);
  if (caller === 'http') return { answer: plainAnswer(blocked !== undefined ? 403 : 500, context) };
  return { error: quiet(error) };
}

function reportError(error: unknown, guard: Guard): void {
  const name = nameOf(error);
  const message = textOf(read(error, 'message') ?? error);
  if (error instanceof TypeFault && matches(/object is not extensible/, message)) guard.report('prototype-pollution', 'refused');
  else guard.report('unhandled-error', name);
  if (clean(message, guard.policy).kinds.length > 0) guard.report('data-in-error', name);
}

/** Lambda logs the name and message of what is thrown: stack, causes and properties are logged here, masked, so that they are not lost. */
function logError(error: unknown, { policy }: Guard): void {
  process.stderr.write(`${clean(inspected(error), policy).text}\n`);
}

// What is thrown may be anything: an error of its own getters and methods would leave in its place.

function inspected(error: unknown): string {
  try {
    return typeof error === 'string' ? error : inspect(error, { depth: DEPTH });
  } catch {
    return nameOf(error);
  }
}

function textOf(value: unknown): string {
  try {
    return `${value as string}`;
  } catch {
    return '';
  }
}

function read(error: unknown, key: 'name' | 'message'): unknown {
  try {
    return (error as Error | undefined)?.[key];
  } catch {
    return undefined;
  }
}

function quiet(error: unknown): Error {
  const left = new Error('Internal error');
  left.name = nameOf(error);
  left.stack = left.name;
  apply(add, quieted, [left]);
  return left;
}

/** Only what a name can be: an error may carry anything there. */
function nameOf(error: unknown): string {
  const name = read(error, 'name');
  return typeof name === 'string' && matches(/^[\w.$]{1,64}$/, name) ? name : 'Error';
}
