import { isOwnFile } from './load-part';
import { untrustedOf } from './parts';
import type { Untrusted } from './taint';

export { leavesCode, leavesExpression, leavesFolder, leavesShell, leavesSql } from './parts';

/** An invocation, and what came with it from outside: read from the event when a sink first asks, which most invocations never do. */
export class Invocation {
  private read?: Untrusted;

  constructor(private readonly event: unknown) {}

  public get untrusted(): Untrusted {
    return this.read ??= untrustedOf(this.event);
  }
}

/** The first text of the invocation that is in `whole` and does not stay what it is there. */
export function leaving(invocation: Invocation | undefined, whole: string, leaves: (whole: string, text: string) => boolean): boolean {
  if (invocation === undefined || isOwnFile()) return false;
  const { texts } = invocation.untrusted;
  for (let i = 0; i < texts.length; i++) if (leaves(whole, texts[i])) return true;
  return false;
}
