import type { IConstruct } from 'constructs';
import { ZeroTrustError } from './errors';
import { faultOf, isReadable, WRITE_AGAIN } from './readable';

/** A text that people write for others, and what is thrown where it is none. */
export interface WrittenText {
  /** As the property or parameter is called. */
  readonly name: string;
  readonly text: unknown;
  /** The sentence for one that is blank, and what to write. */
  readonly blank: string;
  readonly remediation: string;
}

/** Throws a `ZeroTrustError` for an owner, a reason or the like that is blank, or that a reader would not see as it is. */
export function checkText(scope: IConstruct | string, id: string, { name, text, blank, remediation }: WrittenText): void {
  if (typeof text !== 'string' || !isReadable(text)) throw new ZeroTrustError(scope, id, blank, remediation);
  const fault = faultOf(text);
  if (fault !== undefined) throw new ZeroTrustError(scope, id, `${name} ${fault}.`, WRITE_AGAIN);
}

/** The owner of what is not made here, without spaces around. Throws `NoOwner`. */
export function ownerOf(from: string, owner: string): string {
  checkText(from, 'NoOwner', { name: 'owner', text: owner, blank: 'what is not made here has no owner.', remediation: 'name the team that answers for it.' });
  return owner.trim();
}
