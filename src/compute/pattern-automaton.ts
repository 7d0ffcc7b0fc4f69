import { createRequire } from 'module';
import type { AstNode as Ast } from 'regjsparser';

type AstNode = Ast<{ lookbehind: true; namedGroups: true; unicodePropertyEscape: true }>;

/** The parser is read when a schema has a pattern: most apps have none. */
const load = createRequire(__filename);
const FEATURES = { lookbehind: true, namedGroups: true, unicodePropertyEscape: true };

/** Repetitions up to this count are written out, and more than that are loops: what tells them apart is only how long they go on. */
const WRITTEN_OUT = 4;
/** Copies of what is repeated exactly. */
const MAX_COPIES = 64;
const MAX_POSITIONS = 400;
const MANY = 1_000_000;
/** One of each kind that classes of characters name. What a pattern names itself comes to these. */
const SAMPLES = [...Array(128).keys(), ...[0xa0, 0xc0, 0xdf, 0xe9, 0x301, 0x3a9, 0x436, 0x661, 0x2028, 0x3042, 0x4e2d, 0xfeff, 0x1f600]];

/** Something in a pattern that matches one character; the places that may come after it, and in how many ways. */
export interface Position {
  /** Which of the samples it matches. */
  readonly characters: ReadonlySet<number>;
  readonly next: Map<number, number>;
}

/** A pattern as an automaton without empty steps (Glushkov's). The first position stands before the text. */
export interface Automaton {
  readonly positions: Position[];
  /** Those of lookarounds, which match from where they stand and are left at once. */
  readonly lookarounds: Automaton[];
}

/** What a part of a pattern matches: where it may begin and end, and in how many ways it matches nothing. */
interface Part {
  readonly first: Map<number, number>;
  readonly last: Map<number, number>;
  readonly empty: number;
}

const NOTHING: Part = { first: new Map(), last: new Map(), empty: 1 };

/** Throws for what cannot be told: a pattern that is too large, or that repeats what may be empty. */
export function automatonOf(pattern: string): Automaton {
  const { parse } = load('regjsparser') as typeof import('regjsparser');
  const root = parse(pattern, 'u', FEATURES) as AstNode;
  return new Builder(root).automaton([root], !isAnchored(root));
}

class Builder {
  public readonly any: ReadonlySet<number>;
  private readonly samples: string[];
  private readonly byText = new Map<string, ReadonlySet<number>>();
  private count = 0;

  constructor(root: AstNode) {
    const named = codePointsIn(root).flatMap((code) => [code - 1, code, code + 1]);
    const codes = new Set([...SAMPLES, ...named].filter((code) => code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)));
    this.samples = [...codes].map((code) => String.fromCodePoint(code));
    this.any = new Set(this.samples.keys());
  }

  /** @param anywhere whether the match may begin at any character */
  public automaton(body: AstNode[], anywhere: boolean): Automaton {
    const inside = new Inside(this);
    const whole = inside.concat([anywhere ? inside.loop(inside.position(this.any)) : NOTHING, inside.sequence(body)]);
    for (const [to, ways] of whole.first) inside.positions[0].next.set(to, ways);
    return inside;
  }

  /** A class that none of the samples is in may have anything in common with others. */
  public charactersOf(raw: string): ReadonlySet<number> {
    let characters = this.byText.get(raw);
    if (characters === undefined) {
      const one = new RegExp(`^(?:${raw})$`, 'u');
      const matched = [...this.any].filter((i) => one.test(this.samples[i]));
      characters = matched.length > 0 ? new Set(matched) : this.any;
      this.byText.set(raw, characters);
    }
    return characters;
  }

  public takeOne(): void {
    if (++this.count > MAX_POSITIONS) throw new Error('it is too large');
  }
}

class Inside implements Automaton {
  public readonly positions: Position[] = [{ characters: new Set(), next: new Map() }];
  public readonly lookarounds: Automaton[] = [];

  constructor(private readonly builder: Builder) {}

  public position(characters: ReadonlySet<number>): Part {
    this.builder.takeOne();
    const at = this.positions.push({ characters, next: new Map() }) - 1;
    return { first: new Map([[at, 1]]), last: new Map([[at, 1]]), empty: 0 };
  }

  public sequence(nodes: AstNode[]): Part {
    return this.concat(nodes.map((node) => this.part(node)));
  }

  public concat(parts: Part[]): Part {
    return parts.reduce((a, b) => {
      this.follow(a, b);
      return { first: sum(a.first, b.first, a.empty), last: sum(b.last, a.last, b.empty), empty: few(a.empty * b.empty) };
    }, NOTHING);
  }

  /** A round that matches nothing ends a loop. */
  public loop(body: Part, optional = true): Part {
    this.follow(body, body);
    return { ...body, empty: optional || body.empty > 0 ? 1 : 0 };
  }

  private part(node: AstNode): Part {
    switch (node.type) {
      case 'alternative': return this.sequence(node.body);
      case 'disjunction': return node.body.map((one) => this.part(one)).reduce((a, b) => ({
        first: sum(a.first, b.first), last: sum(a.last, b.last), empty: few(a.empty + b.empty),
      }));
      case 'group':
        if (!isLookaround(node.behavior)) return this.sequence(node.body);
        this.lookarounds.push(this.builder.automaton(node.body, false));
        return NOTHING;
      case 'quantifier': return this.repeated(node.body[0], node.min, node.max ?? Infinity);
      case 'anchor': return NOTHING;
      // what was matched before is as long as that was
      case 'reference': return this.loop(this.position(this.builder.any));
      default: return this.position(this.builder.charactersOf(node.raw));
    }
  }

  private repeated(body: AstNode, min: number, max: number): Part {
    if (max === 0) return NOTHING;
    if (min === 1 && max > WRITTEN_OUT) return this.loop(this.part(body), false);
    const least = [...Array(Math.min(min, MAX_COPIES))].map(() => this.part(body));
    if (min > 1 && least[0].empty > 0 && least[0].first.size > 0) throw new Error('it repeats what may be empty');
    if (max > WRITTEN_OUT && max > min) return this.concat([...least, this.loop(this.part(body))]);
    return this.concat([...least, this.optional(body, Math.max(0, Math.min(max, WRITTEN_OUT) - min))]);
  }

  /** Each time only after the one before, so that the count is made in one way. */
  private optional(body: AstNode, times: number): Part {
    if (times === 0) return NOTHING;
    return { ...this.concat([this.part(body), this.optional(body, times - 1)]), empty: 1 };
  }

  private follow({ last }: Part, { first }: Part): void {
    for (const [from, a] of last) for (const [to, b] of first) add(this.positions[from].next, to, a * b);
  }
}

function add(map: Map<number, number>, key: number, ways: number): void {
  map.set(key, few((map.get(key) ?? 0) + ways));
}

function sum(a: Map<number, number>, b: Map<number, number>, times = 1): Map<number, number> {
  const both = new Map(a);
  if (times > 0) for (const [key, ways] of b) add(both, key, ways * times);
  return both;
}

function few(ways: number): number {
  return Math.min(MANY, ways);
}

function isAnchored(node: AstNode): boolean {
  if (node.type === 'anchor') return node.kind === 'start';
  if (node.type === 'disjunction') return node.body.every(isAnchored);
  if (node.type === 'alternative' || (node.type === 'group' && !isLookaround(node.behavior))) return node.body.length > 0 && isAnchored(node.body[0]);
  return false;
}

function isLookaround(behavior: string): boolean {
  return behavior !== 'normal' && behavior !== 'ignore';
}

function codePointsIn(node: AstNode): number[] {
  if (node.type === 'value') return [node.codePoint];
  if (node.type === 'characterClassRange') return [...codePointsIn(node.min), ...codePointsIn(node.max)];
  return 'body' in node && Array.isArray(node.body) ? node.body.flatMap((one) => codePointsIn(one as AstNode)) : [];
}
