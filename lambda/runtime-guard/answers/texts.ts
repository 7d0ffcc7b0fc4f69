import { namedSet } from '../captured';
import { mask } from '../parts';
import type { GuardPolicy } from '../policy';

/** What authenticates: a session cookie, a token or a password of the function at someone else's. */
export const SESSION_KINDS: ReadonlySet<string> = new Set(['jwt', 'token', 'password']);

/** The kinds of data in a text, and the text without them. */
export function clean(text: string, { kinds, countries }: GuardPolicy) {
  return kinds.size === 0 ? { text, kinds: [] } : mask(text, { kinds, countries });
}

let whole: GuardPolicy | undefined;
let left: GuardPolicy | undefined;

/** A policy without what authenticates. A process has one policy, asks first when it starts, and again for each answer. */
export function withoutSessions(policy: GuardPolicy): GuardPolicy {
  if (left === undefined || whole !== policy) {
    whole = policy;
    left = { ...policy, kinds: namedSet([...policy.kinds].filter((kind) => !SESSION_KINDS.has(kind))) };
  }
  return left;
}
