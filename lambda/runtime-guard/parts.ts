import { loadPart } from './load-part';
import type * as Masking from './masking/mask';
import type * as Reading from './reading';
import type * as Requests from './requests/event';

/**
 * Parts of the guard that are files of their own in its layer, read when they are first needed: V8 reads every byte of a file at each cold start, and many
 * functions get no request from outside. They read texts, with the methods of the realm that they are loaded into, of which code of the function has none.
 */
const part = <T>(file: string): () => T => {
  let loaded: T | undefined;
  return () => loaded ??= loadPart(file) as T;
};

const masking = part<typeof Masking>('./masking/mask');
const requests = part<typeof Requests>('./requests/event');
const reading = part<typeof Reading>('./reading');

/** What a part throws, as at the end of the stack, is of its realm: where code of the function catches it, it would lead there. */
function apart<T>(run: () => T): T {
  try {
    return run();
  } catch {
    throw new Error('RuntimeGuard could not read a text.');
  }
}

export const mask: typeof Masking.mask = (text, options) => apart(() => masking().mask(text, options));
export const inspectRequest: typeof Requests.inspectRequest = (event) => apart(() => requests().inspectRequest(event));
export const holdsPrototype: typeof Reading.holdsPrototype = (event) => apart(() => reading().holdsPrototype(event));
export const untrustedOf: typeof Reading.untrustedOf = (event) => apart(() => reading().untrustedOf(event));
export const hasStack: typeof Reading.hasStack = (text) => apart(() => reading().hasStack(text));
export const statementsIn: typeof Reading.statementsIn = (text) => apart(() => reading().statementsIn(text));
export const statementsInBytes: typeof Reading.statementsInBytes = (bytes) => apart(() => reading().statementsInBytes(bytes));
export const leavesSql: typeof Reading.leavesSql = (statement, text, escapes) => apart(() => reading().leavesSql(statement, text, escapes));
export const leavesShell: typeof Reading.leavesShell = (line, text) => apart(() => reading().leavesShell(line, text));
export const leavesFolder: typeof Reading.leavesFolder = (path, text) => apart(() => reading().leavesFolder(path, text));
export const leavesCode: typeof Reading.leavesCode = (code, text) => apart(() => reading().leavesCode(code, text));
export const leavesExpression: typeof Reading.leavesExpression = (expression, text) => apart(() => reading().leavesExpression(expression, text));

/** Where an environment is made ready before its first invocation, all of the guard is. */
export function loadParts(needed: { readonly masking: boolean; readonly requests: boolean }): void {
  reading();
  if (needed.masking) masking();
  if (needed.requests) requests();
}
