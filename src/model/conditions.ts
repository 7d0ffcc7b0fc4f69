/** More combinations of conditions and parameters than this are not tried: the answer is then unknown. */
const MAX_WORLDS = 64;

/**
 * Conditions and parameters are not known before deployment, so what depends on them is looked at with each answer that they may
 * give. One such choice of all answers that matter is a world. Only what is asked for is chosen, and the same question has the
 * same answer everywhere in a world.
 */
export class Worlds {
  private readonly choices = new Map<string, Choice>();
  private readonly lasting = new Memory();
  /** What was computed in this world and holds in it only. */
  private passing = new Memory();
  private conditions = new Map<string, Remembered>();
  private assumptions = new Map<string, string>();
  private exploring = false;
  private byParameters = true;
  private askedParameters = false;
  private asked = 0;

  /** How many questions were asked: what is computed without asking any is the same in every world. */
  public get questions(): number {
    return this.asked;
  }

  /** Whether a condition holds in this world. */
  public holds(condition: string): boolean {
    return this.choose(condition, 2) === 0;
  }

  /** Which of some answers a question has in this world. */
  public choose(question: string, answers: number): number {
    this.asked++;
    const made = this.choices.get(question);
    if (made) return made.answer;
    if (this.exploring) this.choices.set(question, { answer: 0, answers });
    return 0;
  }

  /** Whether parameters are looked at value by value: not outside of `explore`, nor where that gives too many worlds. */
  public get readsParameters(): boolean {
    this.asked++;
    this.askedParameters = true;
    return this.exploring && this.byParameters;
  }

  /** Whether a parameter is equal to a text in this world. It is equal to one text only. */
  public isEqual(parameter: string, text: string): boolean {
    const assumed = this.assumed(parameter);
    if (assumed !== undefined) return assumed === text;
    const equal = this.holds(`${parameter} = ${text}`);
    if (equal && this.exploring) this.assumptions.set(parameter, text);
    return equal;
  }

  /** The text that a parameter was said to be equal to in this world. */
  public assumed(parameter: string): string | undefined {
    this.asked++;
    return this.assumptions.get(parameter);
  }

  /** Sets what a parameter is in this world, after a choice that only one value of it explains. */
  public assume(parameter: string, text: string): void {
    if (this.exploring) this.assumptions.set(parameter, text);
  }

  /** What `look` sees in every world; `undefined` when there are too many to try. */
  public explore<T>(look: () => T): T[] | undefined {
    if (this.exploring) return [look()];
    this.askedParameters = false;
    const seen = this.tryAll(look);
    if (seen || !this.askedParameters) return seen;
    this.byParameters = false;
    try {
      return this.tryAll(look);
    } finally {
      this.byParameters = true;
    }
  }

  /** What `look` sees outside of all worlds, whoever asks in one of them: it may explore by itself. */
  public apart<T>(look: () => T): T {
    const { conditions, assumptions, exploring, byParameters, askedParameters, asked } = this;
    const [choices, passing] = [new Map(this.choices), this.passing];
    this.choices.clear();
    Object.assign(this, { passing: new Memory(), conditions: new Map(), assumptions: new Map(), exploring: false, byParameters: true });
    try {
      return look();
    } finally {
      Object.assign(this, { passing, conditions, assumptions, exploring, byParameters, askedParameters, asked });
      this.choices.clear();
      for (const [question, choice] of choices) this.choices.set(question, choice);
    }
  }

  /**
   * What `compute` gives for a part of a template, once for all worlds when it asks nothing, else once in each.
   *
   * @param about what of the part it is, where there are several things
   */
  public remember<T>(part: object, compute: () => T, about?: unknown): T {
    const lasting = this.lasting.of(about);
    const known = lasting.get(part);
    if (known !== undefined || lasting.has(part)) return known as T;
    const inThisWorld = this.passing.isEmpty ? undefined : this.passing.of(about);
    if (inThisWorld?.has(part)) {
      this.asked++;
      return inThisWorld.get(part) as T;
    }
    const before = this.asked;
    const computed = compute();
    if (this.asked === before) lasting.set(part, computed);
    else this.passing.of(about).set(part, computed);
    return computed;
  }

  /** Whether a condition of a template holds, computed once in each world. One that is built of itself is not known. */
  public rememberCondition(name: string, compute: () => boolean): boolean {
    const known = this.conditions.get(name);
    if (known === 'computing') return this.holds(name);
    if (known) {
      this.asked += known.asked;
      return known.holds;
    }
    this.conditions.set(name, 'computing');
    const before = this.asked;
    const holds = compute();
    this.conditions.set(name, { holds, asked: this.asked === before ? 0 : 1 });
    return holds;
  }

  private tryAll<T>(look: () => T): T[] | undefined {
    this.exploring = true;
    try {
      this.forget();
      const first = look();
      if (this.choices.size === 0) return [first]; // nothing was asked that has another answer
      const seen: T[] = [first];
      while (seen.length + this.leastToCome() <= MAX_WORLDS) {
        if (!this.advance()) return seen;
        this.forget();
        seen.push(look());
      }
      return undefined;
    } finally {
      this.exploring = false;
      this.choices.clear();
      this.forget();
    }
  }

  private forget(): void {
    if (this.conditions.size > 0) this.conditions.clear();
    if (this.assumptions.size > 0) this.assumptions.clear();
    this.passing.clear();
  }

  /** How many worlds are left at least: one for each answer that was not given yet. */
  private leastToCome(): number {
    let worlds = 0;
    for (const { answer, answers } of this.choices.values()) worlds += answers - answer - 1;
    return worlds;
  }

  /** Takes the next answer of the last question that has one, and forgets what was chosen after it. */
  private advance(): boolean {
    if (this.choices.size === 0) return false;
    const made = [...this.choices];
    for (let i = made.length - 1; i >= 0; i--) {
      const [question, { answer, answers }] = made[i];
      if (answer + 1 < answers) {
        this.choices.set(question, { answer: answer + 1, answers });
        return true;
      }
      this.choices.delete(question);
    }
    return false;
  }
}

/** What was computed about parts of templates, which are there as long as this is. */
class Memory {
  private readonly known = new Map<unknown, Map<object, unknown>>();

  public of(about: unknown): Map<object, unknown> {
    let known = this.known.get(about);
    if (!known) this.known.set(about, known = new Map());
    return known;
  }

  public get isEmpty(): boolean {
    return this.known.size === 0;
  }

  public clear(): void {
    if (this.known.size > 0) this.known.clear();
  }
}

interface Choice {
  readonly answer: number;
  readonly answers: number;
}

type Remembered = 'computing' | { readonly holds: boolean; readonly asked: number };
