/** One thing that `init` does to an app, or leaves to its authors. */
export interface Step {
  readonly title: string;
  readonly why: string;
  /** Relative to the app. */
  readonly file: string;
  readonly outcome: Done | Change | ByHand;
}

interface Done {
  readonly kind: 'done';
}

/** The whole text of a file; `isNew` where there is none. */
export interface Change {
  readonly kind: 'change';
  readonly text: string;
  readonly isNew: boolean;
  /** What is added, for people. */
  readonly added: string[];
}

/** What cannot be added without a doubt, and what to add. */
export interface ByHand {
  readonly kind: 'by hand';
  readonly because: string;
  readonly add: string[];
}

export const DONE: Done = { kind: 'done' };

export function byHand(because: string, add: string[]): ByHand {
  return { kind: 'by hand', because, add };
}
