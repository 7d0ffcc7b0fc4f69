import { apply } from './captured';
import type * as Masking from './masking/mask';
import type * as Requests from './requests/event';

/**
 * Parts of the guard that are files of their own in its layer, read when they are first needed: V8 reads every byte of a file at each cold start, and many
 * functions get no request from outside.
 */
const { require: required } = module;
const load = (file: string): unknown => apply(required, module, [file]);

let masking: typeof Masking | undefined;
let requests: typeof Requests | undefined;

export const mask: typeof Masking.mask = (text, options) => (masking ??= load('./masking/mask') as typeof Masking).mask(text, options);
export const inspectRequest: typeof Requests.inspectRequest = (event) => (requests ??= load('./requests/event') as typeof Requests).inspectRequest(event);

/** Where an environment is made ready before its first invocation, all of the guard is. */
export function loadParts(needed: { readonly masking: boolean; readonly requests: boolean }): void {
  if (needed.masking) masking ??= load('./masking/mask') as typeof Masking;
  if (needed.requests) requests ??= load('./requests/event') as typeof Requests;
}
