import { Automaton, automatonOf, Position } from './pattern-automaton';

/** Steps that a match may take: some tenths of a second in a small function. */
const MAX_STEPS = 10_000_000;
/** Steps of a search for one reason; beyond, the reason counts as found. */
const MAX_SEARCH = 20_000;
/** Characters after which a text only goes on as before. */
const MAX_TEXT = 1000;

/**
 * Why a pattern could take very long on a text of some length, as the end of a sentence; `undefined` where it cannot.
 *
 * JavaScript goes back to try each way in which a text matches. How many there are is told by the automaton of the pattern: exponentially
 * many where a loop takes one text in two ways, and one power of the length more for each loop whose text the next one could take too.
 *
 * Source: A. Weber and H. Seidl, "On the degree of ambiguity of finite automata" (1991); N. Weideman and others, "Analyzing matching time
 * behavior of backtracking regular expression matchers by using ambiguity of NFA" (2016).
 */
export function tooCostly(pattern: string, maxLength: number): string | undefined {
  let automaton: Automaton;
  try {
    automaton = automatonOf(pattern);
  } catch (error) {
    return `could take very long, as ${(error as Error).message}`;
  }
  const degree = degreeOf(automaton);
  if (degree === Infinity) return 'could take twice as long for each character more';
  if (maxLength ** degree > MAX_STEPS) return `could take ${maxLength} to the power of ${degree} steps`;
  return stepsOf(automaton, maxLength) > MAX_STEPS ? `could take more than ${MAX_STEPS} steps` : undefined;
}

/** How many ways there are on texts of one character again and again: many small choices multiply, too. */
function stepsOf({ positions, lookarounds }: Automaton, maxLength: number): number {
  const around = Math.max(1, ...lookarounds.map((one) => stepsOf(one, maxLength)));
  return around * Math.max(...kindsOf(positions).map((kind) => {
    let [ways, steps] = [new Map([[0, 1]]), 0];
    for (let i = 0; i < Math.min(maxLength, MAX_TEXT) && steps <= MAX_STEPS && ways.size > 0; i++) {
      const next = new Map<number, number>();
      for (const [at, many] of ways) {
        for (const [to, each] of positions[at].next) if (kind.has(to)) next.set(to, (next.get(to) ?? 0) + many * each);
      }
      ways = next;
      steps += [...ways.values()].reduce((a, b) => a + b, 0);
    }
    return steps;
  }));
}

/** For each kind of character the positions that match it: characters that the same positions match are one kind. */
function kindsOf(positions: Position[]): ReadonlySet<number>[] {
  const samples = new Map<number, number[]>([[-1, []]]);
  positions.forEach(({ characters }, at) => { for (const one of characters) samples.set(one, [...samples.get(one) ?? [], at]); });
  return [...new Map([...samples.values()].map((kind) => [kind.join(), new Set(kind)])).values()];
}

/** The power of the length by which the time may grow; infinite where no power is enough. */
function degreeOf(automaton: Automaton): number {
  const around = Math.max(0, ...automaton.lookarounds.map(degreeOf));
  return new Ambiguity(automaton.positions).degree() + around;
}

class Ambiguity {
  /** By position, where one or more steps lead. */
  private readonly reached: Set<number>[];
  /** Positions that lead to each other. */
  private readonly loops: number[][];

  /** By position, the kinds of characters that it matches. */
  private readonly kinds: number[][];

  constructor(private readonly positions: Position[]) {
    const kinds = kindsOf(positions);
    this.kinds = positions.map((_, at) => [...kinds.keys()].filter((kind) => kinds[kind].has(at)));
    this.reached = positions.map((_, at) => this.reachedFrom(at));
    const rest = new Set(positions.keys());
    this.loops = [];
    for (const at of rest) {
      const loop = [...rest].filter((other) => this.isLoop(at, other));
      if (loop.length > 0) this.loops.push(loop);
      for (const one of loop) rest.delete(one);
    }
  }

  public degree(): number {
    if (this.loops.some((loop) => this.isExponential(loop))) return Infinity;
    const degrees = new Map<number[], number>();
    const degree = (loop: number[]): number => {
      const later = this.loops.filter((other) => other !== loop && this.reached[loop[0]].has(other[0]));
      const known = degrees.get(loop) ?? Math.max(1, ...later.map((other) => degree(other) + (this.mayShare(loop, other) ? 1 : 0)));
      degrees.set(loop, known);
      return known;
    };
    return Math.max(1, ...this.loops.map(degree));
  }

  /** Whether one text leads from a position of the loop back to it in two ways. */
  private isExponential(loop: number[]): boolean {
    const inside = new Set(loop);
    const search = new Search();
    for (const at of loop) {
      for (const [to, ways] of this.positions[at].next) if (ways > 1 && inside.has(to)) return true;
      search.from([at, at]);
    }
    const next = (pair: number[]) => this.steps(pair).filter((to) => to.every((one) => inside.has(one)));
    return search.finds(next, ([a, b], from) => a === b && from[0] !== from[1]);
  }

  /** Whether one text leads around in the first loop, around in the second, and from the one to the other. */
  private mayShare(first: number[], second: number[]): boolean {
    const [inFirst, inSecond] = [new Set(first), new Set(second)];
    return first.some((p) => second.some((q) => {
      const search = new Search();
      search.from([p, p, q]);
      const leadsOn = ([x, y, z]: number[]) => inFirst.has(x) && inSecond.has(z) && (y === q || this.reached[y].has(q));
      return search.finds((state) => this.steps(state).filter(leadsOn), ([x, y, z]) => x === p && y === q && z === q);
    }));
  }

  /** Where some positions lead by one character, the same for all. */
  private steps(from: number[]): number[][] {
    let states: { readonly at: number[]; readonly kinds?: number[] }[] = [{ at: [] }];
    for (const one of from) {
      states = states.flatMap(({ at, kinds }) => [...this.positions[one].next.keys()]
        .map((to) => ({ at: [...at, to], kinds: kinds?.filter((kind) => this.kinds[to].includes(kind)) ?? this.kinds[to] }))
        .filter((state) => state.kinds.length > 0));
    }
    return states.map(({ at }) => at);
  }

  private isLoop(a: number, b: number): boolean {
    return this.reached[a].has(b) && this.reached[b].has(a);
  }

  private reachedFrom(start: number): Set<number> {
    const found = new Set<number>();
    const left = [start];
    while (left.length > 0) {
      for (const to of this.positions[left.pop()!].next.keys()) {
        if (found.has(to)) continue;
        found.add(to);
        left.push(to);
      }
    }
    return found;
  }
}

/** Looks at each state once, and gives up where there are too many. */
class Search {
  private readonly seen = new Set<string>();
  private readonly left: number[][] = [];

  public from(state: number[]): void {
    if (this.seen.has(state.join())) return;
    this.seen.add(state.join());
    this.left.push(state);
  }

  public finds(next: (state: number[]) => number[][], isGoal: (state: number[], from: number[]) => boolean): boolean {
    while (this.left.length > 0) {
      const state = this.left.pop()!;
      for (const to of next(state)) {
        if (isGoal(to, state) || this.seen.size > MAX_SEARCH) return true;
        this.from(to);
      }
    }
    return false;
  }
}
