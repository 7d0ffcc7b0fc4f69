import type { JsonObject } from '../../json';
import type { FunctionTarget } from '../function';
import type { RoleDraft } from '../roles';
import type { Translation } from '../translation';

/** An event of a function. */
export interface FunctionEvent {
  readonly t: Translation;
  readonly target: FunctionTarget;
  /** Of the function; what it adds counts only where SAM makes the role. */
  readonly role: RoleDraft;
  /** Logical id of the function and name of the event: the prefix of what is made. */
  readonly id: string;
  /** As reports call it. */
  readonly place: string;
  readonly type: string;
  readonly properties: JsonObject;
}
