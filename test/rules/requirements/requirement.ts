/** One practice that the library promises, with everything of it that must be seen in a template. */
export interface Requirement {
  readonly row: number;
  readonly practice: string;
  readonly mustBeSeen: Statement[];
}

/** What must be seen, and the rules each of which fails when it is taken away. */
export interface Statement {
  readonly says: string;
  readonly rules: string[];
  /** Why no rule asks for it, or for all of it: it cannot be judged in a template. */
  readonly because?: string;
}

export function seen(says: string, ...rules: string[]): Statement {
  return { says, rules };
}

export function notAsked(says: string, because: string, ...rules: string[]): Statement {
  return { says, because, rules };
}
