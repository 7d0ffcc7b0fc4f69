import type { Removal } from './removals';

/** One practice that the library promises, with everything of it that must be seen in a template. */
export interface Requirement {
  readonly row: number;
  readonly practice: string;
  readonly mustBeSeen: Statement[];
}

/** What must be seen, how it is taken away from the templates of the examples, and the rules that then fire. */
export interface Statement {
  readonly says: string;
  readonly rules: string[];
  readonly removals: Removal[];
  /** Why no rule asks for it, or for all of it. */
  readonly because?: string;
}

export function seen(says: string, ...proof: (string | Removal)[]): Statement {
  return { says, rules: proof.filter((one) => typeof one === 'string'), removals: proof.filter((one) => typeof one !== 'string') };
}

export function notAsked(says: string, because: string, ...proof: (string | Removal)[]): Statement {
  return { ...seen(says, ...proof), because };
}
