import { loadPart } from './load-part';
import type * as Masking from './masking/mask';
import type * as Requests from './requests/event';

/**
 * Parts of the guard that are files of their own in its layer, read when they are first needed: V8 reads every byte of a file at each cold start, and many
 * functions get no request from outside.
 */
const part = <T>(file: string): () => T => {
  let loaded: T | undefined;
  return () => loaded ??= loadPart(file) as T;
};

const masking = part<typeof Masking>('./masking/mask');
const requests = part<typeof Requests>('./requests/event');

export const mask: typeof Masking.mask = (text, options) => masking().mask(text, options);
export const inspectRequest: typeof Requests.inspectRequest = (event) => requests().inspectRequest(event);

/** Where an environment is made ready before its first invocation, all of the guard is. */
export function loadParts(needed: { readonly masking: boolean; readonly requests: boolean }): void {
  if (needed.masking) masking();
  if (needed.requests) requests();
}
