/** More combinations of conditions and parameters than this are not tried: the answer is then unknown. */
const MAX_WORLDS = 64;
/** So many looks into worlds within worlds are taken in each try to explore. */
const MAX_FORKS = 2048;

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
  private forks = 0;
  private gaveUpFork = false;

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
    if ((seen && !this.gaveUpFork) || !this.askedParameters) return seen;
    this.byParameters = false;
    try {
      return this.tryAll(look) ?? seen;
    } finally {
      this.byParameters = true;
    }
  }

  /**
   * What `look` sees with each answer to what it asks further, within the world that is looked at; `undefined` when there are too many.
   * What it asks is forgotten after it. The worst of things that are judged one by one is the worst of each of them, so that their worlds
   * need not be multiplied.
   */
  public fork<T>(look: () => T): T[] | undefined {
    if (!this.exploring) return [look()];
    const { passing, conditions, assumptions } = this;
    const made = this.choices.size;
    const seen: T[] = [];
    try {
      do {
        if (seen.length > 0) this.forks++;
        Object.assign(this, { passing: new Memory(passing), conditions: new Map(conditions), assumptions: new Map(assumptions) });
        seen.push(look());
        if (this.forks > MAX_FORKS || seen.length + this.leastToCome(made) > MAX_WORLDS) {
          this.gaveUpFork = true;
          return undefined;
        }
      } while (this.advance(made));
      return seen;
    } finally {
      Object.assign(this, { passing, conditions, assumptions });
      for (const question of [...this.choices.keys()].slice(made)) this.choices.delete(question);
    }
  }

  /** What `look` sees outside of all worlds, whoever asks in one of them: it may explore by itself. */
  public apart<T>(look: () => T): T {
    const { conditions, assumptions, exploring, byParameters, askedParameters, asked, forks, gaveUpFork } = this;
    const [choices, passing] = [new Map(this.choices), this.passing];
    this.choices.clear();
    Object.assign(this, { passing: new Memory(), conditions: new Map(), assumptions: new Map(), exploring: false, byParameters: true });
    try {
      return look();
    } finally {
      Object.assign(this, { passing, conditions, assumptions, exploring, byParameters, askedParameters, asked, forks, gaveUpFork });
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
    const inThisWorld = this.passing.knowing(part, about);
    if (inThisWorld) {
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
    this.forks = 0;
    this.gaveUpFork = false;
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
      if (this.choices.size > 0) this.choices.clear();
      this.forget();
    }
  }

  private forget(): void {
    if (this.conditions.size > 0) this.conditions.clear();
    if (this.assumptions.size > 0) this.assumptions.clear();
    this.passing.clear();
  }

  /** How many worlds are left at least, after the first choices: one for each answer that was not given yet. */
  private leastToCome(after = 0): number {
    let worlds = 0;
    let i = 0;
    for (const { answer, answers } of this.choices.values()) if (i++ >= after) worlds += answers - answer - 1;
    return worlds;
  }

  /** Takes the next answer of the last question that has one, but for the first ones, and forgets what was chosen after it. */
  private advance(after = 0): boolean {
    if (this.choices.size <= after) return false;
    const made = [...this.choices];
    for (let i = made.length - 1; i >= after; i--) {
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

/** What was computed about parts of templates, which are there as long as this is: on top of what was computed before, where it is of a fork. */
class Memory {
  private readonly known = new Map<unknown, Map<object, unknown>>();

  constructor(private readonly before?: Memory) {}

  /** Where a part is known, of this or of what was before. */
  public knowing(part: object, about: unknown): Map<object, unknown> | undefined {
    const known = this.known.get(about);
    return known?.has(part) ? known : this.before?.knowing(part, about);
  }

  public of(about: unknown): Map<object, unknown> {
    let known = this.known.get(about);
    if (!known) this.known.set(about, known = new Map());
    return known;
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
