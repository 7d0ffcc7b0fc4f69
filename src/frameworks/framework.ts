/** An outside framework, and how the rules serve its controls. */
export interface Framework {
  /** What the command line calls it. */
  readonly id: string;
  /** What reports call it, before the id of a control. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly publisher: string;
  /** Where its publisher keeps it. */
  readonly source: string;
  /** Which of its controls are listed here. */
  readonly extent: string;
  /** When only the controls that rules serve are listed, none of the others. */
  readonly servedOnly?: boolean;
  readonly controls: Control[];
}

/** A requirement of a framework. It has rules, or says why none can serve it, or both: what the rules leave open. */
export interface Control {
  /** As its publisher writes it. */
  readonly id: string;
  /** In our words. */
  readonly title: string;
  /** Its own page or place, when it has one. */
  readonly source?: string;
  /** Ids of rules. */
  readonly rules: string[];
  /** What a library cannot show: all of it when there are no rules, else the rest. */
  readonly notCovered?: string;
}

/** A control that rules serve; `open` is what they leave open. */
export function served(id: string, title: string, rules: string[], open?: string): Control {
  return { id, title, rules, notCovered: open };
}

/** A control that no rule serves. */
export function notCovered(id: string, title: string, why: string): Control {
  return { id, title, rules: [], notCovered: why };
}

/** The controls, each with the place where its publisher has it. */
export function sourced(controls: Control[], source: (id: string) => string): Control[] {
  return controls.map((control) => ({ ...control, source: source(control.id) }));
}
