import { slice } from './captured';
import type { GuardEventKind } from './events';
import type { GuardPolicy } from './policy';

/** What the sinks, which Node.js loads before anything else, and the handler share in one process. */
export interface Guard {
  readonly policy: GuardPolicy;
  /** Writes an event. Nothing else happens. */
  report(kind: GuardEventKind, detail: string): void;
  /** Writes an event, and in the mode `block` throws {@link Blocked}. */
  deny(kind: GuardEventKind, detail: string): void;
  /** Runs an invocation, whose event is what came from outside: invocations at the same time do not mix. */
  invoke<T>(event: unknown, run: () => T): T;
  /** The function's own handler, guarded. Once, when Lambda's runtime has made the console its own. */
  start(): Promise<(...args: any[]) => any>;
  /** Tells the sinks how data of the masked kinds are found in a text. Once, before any code of the function. */
  detect(kindsIn: (text: string) => readonly string[]): void;
  /** The function is initialised: from here on its own code alone runs. */
  ready(): void;
  /** Reports what an invocation left on shared prototypes. */
  checkPrototypes(): void;
}

export const GUARD = Symbol.for('cdk-zero-trust.guard');
export const BLOCKED = 'ERR_RUNTIME_GUARD';

/** Thrown where code does what the function did not declare. */
export class Blocked extends Error {
  public readonly code = BLOCKED;

  /** `wasReported` is false where a library may ask whether it can: it is an event when it ends what runs. */
  constructor(public readonly kind: GuardEventKind, public readonly detail: string, public readonly wasReported = true) {
    super(`RuntimeGuard: ${kind} ${slice(detail, 0, 120)} is not declared`);
    this.name = 'RuntimeGuardBlocked';
  }
}

/** The guard's error in an error, or in what it was caused by: fetch wraps what its socket throws. */
export function blockedIn(error: unknown): { readonly code?: unknown } | undefined {
  try {
    for (let e = error as { code?: unknown; cause?: unknown } | undefined, depth = 0; e && typeof e === 'object' && depth < 8; e = e.cause as typeof e, depth++) {
      if (e.code === BLOCKED) return e;
    }
  } catch { /* a getter of it throws: none of the guard's does */ }
  return undefined;
}
