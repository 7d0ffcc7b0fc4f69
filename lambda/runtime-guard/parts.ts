import { loadPart } from './load-part';
import type * as Masking from './masking/mask';
import type * as Requests from './requests/event';

/**
 * Parts of the guard that are files of their own in its layer, read when they are first needed: V8 reads every byte of a file at each cold start, and many
 * functions get no request from outside.
 */
let masking: typeof Masking | undefined;
let requests: typeof Requests | undefined;

export const mask: typeof Masking.mask = (text, options) => (masking ??= loadPart('./masking/mask') as typeof Masking).mask(text, options);
export const inspectRequest: typeof Requests.inspectRequest = (event) => (requests ??= loadPart('./requests/event') as typeof Requests).inspectRequest(event);

/** Where an environment is made ready before its first invocation, all of the guard is. */
export function loadParts(needed: { readonly masking: boolean; readonly requests: boolean }): void {
  if (needed.masking) masking ??= loadPart('./masking/mask') as typeof Masking;
  if (needed.requests) requests ??= loadPart('./requests/event') as typeof Requests;
}
