import type { GuardEventKind } from '../events';
import type { GuardPolicy } from '../policy';
import type { Invocation } from '../untrusted';

/** What every sink works with. */
export interface Tools {
  readonly policy: GuardPolicy;
  readonly blocks: boolean;
  /** The file of this bundle: workers and children of Node.js load it too. */
  readonly preload: string;
  report(kind: GuardEventKind, detail: string): void;
  /** Reports, and throws with `block`. */
  deny(kind: GuardEventKind, detail: string): void;
  /** Whether the function is initialised. */
  isReady(): boolean;
  /** The kinds of data in a text that must not go outside. None before the handler is loaded. */
  kindsIn(text: string): readonly string[];
  /** The invocation that the running code belongs to. */
  invocation(): Invocation | undefined;
}
