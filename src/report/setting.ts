import type { Severity } from '../rules';

/** A rule that an organisation rates otherwise, or whose findings it does not want, with the reason. */
export interface Setting {
  readonly rule: string;
  readonly was: Severity;
  /** The new severity; none when the rule is switched off. */
  readonly severity?: Severity;
  readonly reason: string;
  readonly source: string;
}
