/** More combinations of conditions than this are not tried: the answer is then unknown. */
const MAX_WORLDS = 64;

/**
 * Conditions are not known before deployment, so what depends on them is looked at with each one true and with each one
 * false. One such choice of all conditions that matter is a world. Only conditions that are asked for are chosen, and the
 * same condition is the same everywhere in a world.
 */
export class Worlds {
  private readonly choices = new Map<string, boolean>();
  private readonly remembered = new WeakMap<object, unknown>();
  private exploring = false;
  private asked = 0;

  /** Whether a condition holds in this world. */
  public holds(condition: string): boolean {
    this.asked++;
    const chosen = this.choices.get(condition);
    if (chosen !== undefined) return chosen;
    if (this.exploring) this.choices.set(condition, true);
    return true;
  }

  /** What `look` sees in every world; `undefined` when there are too many to try. */
  public explore<T>(look: () => T): T[] | undefined {
    if (this.exploring) return [look()];
    this.exploring = true;
    try {
      const seen: T[] = [];
      do {
        if (seen.length === MAX_WORLDS) return undefined;
        seen.push(look());
      } while (this.advance());
      return seen;
    } finally {
      this.exploring = false;
      this.choices.clear();
    }
  }

  /** What `compute` gives for a part of a template, once for all worlds when it asks for no condition. */
  public remember<T>(part: object, compute: () => T): T {
    if (this.remembered.has(part)) return this.remembered.get(part) as T;
    const before = this.asked;
    const computed = compute();
    if (this.asked === before) this.remembered.set(part, computed);
    return computed;
  }

  /** Turns the last choice that is still true to false, and forgets what was chosen after it. */
  private advance(): boolean {
    if (this.choices.size === 0) return false;
    const made = [...this.choices.keys()];
    for (let i = made.length - 1; i >= 0; i--) {
      if (this.choices.get(made[i])) {
        this.choices.set(made[i], false);
        return true;
      }
      this.choices.delete(made[i]);
    }
    return false;
  }
}
