import { covers, EQUIVALENCES, equivalenceOf } from './equivalents';
import { Mutant } from './mutants';
import { RULES } from '../../src/rules';

/** What became of the mutants at the places that a rule looks at. */
export interface RuleScore {
  readonly rule: string;
  /** Those that it has to see: it killed them, or nobody did. */
  readonly made: number;
  readonly killed: number;
  /** Those that another rule killed. */
  readonly byOthers: number;
  /** Those that are as secure as the original. */
  readonly equivalent: number;
}

/** Killed and made, of all mutants that are less secure than the original, and for each rule. */
export class MutationScore {
  public readonly made: number;
  public readonly killed: number;
  public readonly equivalent: number;
  public readonly alive: Mutant[];
  public readonly rules: RuleScore[];

  constructor(mutants: Mutant[], equivalences = EQUIVALENCES) {
    const killedAt = new Map<string, Set<string>>();
    for (const { place, operator, killers } of mutants) {
      const key = `${place} ${operator}`;
      killedAt.set(key, new Set([...(killedAt.get(key) ?? []), ...killers]));
    }
    const survivors = mutants.filter(({ killers }) => killers.length === 0);
    const excused = new Set(survivors.filter((mutant) => equivalenceOf(mutant, equivalences) || isKilledElsewhere(mutant, killedAt)));
    this.equivalent = excused.size;
    this.made = mutants.length - excused.size;
    this.alive = survivors.filter((mutant) => !excused.has(mutant));
    this.killed = this.made - this.alive.length;
    this.rules = RULES.map(({ id }) => {
      const looked = mutants.filter(({ guards, killers }) => guards.includes(id) || killers.includes(id));
      const killed = looked.filter(({ killers }) => killers.includes(id)).length;
      const alive = looked.filter((mutant) => mutant.killers.length === 0 && !excused.has(mutant)).length;
      const equivalent = looked.filter((mutant) => excused.has(mutant)).length;
      return { rule: id, made: killed + alive, killed, byOthers: looked.length - killed - alive - equivalent, equivalent };
    });
  }

  /** A line for each rule, and one for all. */
  public table(): string {
    const total = { rule: 'all', made: this.made, killed: this.killed, byOthers: 0, equivalent: this.equivalent };
    const lines = [...this.rules, total].map(({ rule, made, killed, byOthers, equivalent }) => (
      rule.padEnd(24) + [made, killed, byOthers, equivalent].map((count) => String(count).padStart(9)).join('') + percent(killed, made).padStart(9)));
    return [`${'rule'.padEnd(24)}     made   killed   others    equal    score`, ...lines].join('\n');
  }
}

/**
 * A rule's case is secure for that rule only. What the rule reads there beside its own concern is guarded by another rule, which
 * kills the same change in its own case or in a real template.
 */
function isKilledElsewhere({ original, place, operator, guards }: Mutant, killedAt: Map<string, Set<string>>): boolean {
  const killers = killedAt.get(`${place} ${operator}`) ?? new Set();
  return /^ZT-\S+ on /.test(original) && killers.size > 0 && !guards.some((rule) => killers.has(rule));
}

/** Equivalences that no surviving mutant needs. */
export function unusedEquivalences(mutants: Mutant[], equivalences = EQUIVALENCES): string[] {
  const survivors = mutants.filter(({ killers }) => killers.length === 0);
  return equivalences.flatMap((equivalence) => equivalence.places.filter((place) => !survivors.some((mutant) => covers(equivalence, place, mutant)))
    .map((place) => `${place}: ${equivalence.reason}`));
}

export function percent(killed: number, made: number): string {
  return made === 0 ? '-' : `${((100 * killed) / made).toFixed(1)} %`;
}
