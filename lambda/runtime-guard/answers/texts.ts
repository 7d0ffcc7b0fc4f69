import { mask } from '../parts';
import type { GuardPolicy } from '../policy';

/** A frame of a stack of Node.js, Python or Java, with its file and line. Prose ("at home (12:30:10)") has neither. */
const FRAME = /(?:^|\n|\\n|[>"])\s*at\s+(?:(?:async |new )?[\w$.<>[\]#]+(?: \[as [\w$]+\])? )?\(?(?:file:\/\/\/|node:|\/|[A-Za-z]:\\{1,2})[^\s():]+:\d+:\d+\)?|Traceback \(most recent call last\)|(?:^|\n|\\n)\s*File \\?"[^"\n]+\\?", line \d+, in |(?:^|\n|\\n)\s*at [\w$.]+\([\w$]+\.java:\d+\)/;

/** What each of them has, told in a fraction of the time. */
const PLACE = /:\d+:\d|\.java:\d|line \d|Traceback/;

export const hasStack = (text: string) => PLACE.test(text) && FRAME.test(text);

/** What authenticates: a session cookie, a token or a password of the function at someone else's. */
export const SESSION_KINDS: ReadonlySet<string> = new Set(['jwt', 'token', 'password']);

/** The kinds of data in a text, and the text without them. */
export function clean(text: string, { kinds, countries }: GuardPolicy) {
  return kinds.size === 0 ? { text, kinds: [] } : mask(text, { kinds, countries });
}

let whole: GuardPolicy | undefined;
let left: GuardPolicy | undefined;

/** A policy without what authenticates. A process has one policy, and asks for each answer. */
export function withoutSessions(policy: GuardPolicy): GuardPolicy {
  if (left === undefined || whole !== policy) {
    whole = policy;
    left = { ...policy, kinds: new Set([...policy.kinds].filter((kind) => !SESSION_KINDS.has(kind))) };
  }
  return left;
}
