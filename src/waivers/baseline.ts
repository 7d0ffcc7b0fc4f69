/** What an app had on the day that it adopted the rules. @internal */
export interface Baseline {
  /** The last day on which it counts, as `YYYY-MM-DD`, in UTC. */
  readonly until: string;
  readonly findings: BaselineFinding[];
}

/**
 * A finding as a baseline knows it again: by rule, resource and value.
 *
 * The resource is known by its path first. Refactoring moves constructs and changes their logical ids, so one that is not where it was is
 * known by its content: type and properties, in which logical ids are written as types.
 *
 * @internal
 */
export interface BaselineFinding {
  /** With the name of its pack: `ZeroTrust::ZT-SQS-001`, `AwsSolutions::AwsSolutions-IAM5[Resource::*]`. */
  readonly rule: string;
  /** Construct path, or template and logical id. */
  readonly path: string;
  /** Of a rule of this library; of packs `error` or `warning`. */
  readonly severity: string;
  readonly verdict: 'fail' | 'unknown';
  /** For people who read the file. */
  readonly finding: string;
  /** Hashes of what was found and seen, part by part: a list that got shorter is no worse. */
  readonly seen: string[];
  /** Hash of type and properties; empty where there are none. */
  readonly content: string;
}

/** @internal */
export const SEVERITY_ORDER = ['critical', 'high', 'error', 'medium', 'warning', 'low'];

/** How a finding stands to a baseline. @internal */
export type BaselineState = 'new' | 'updated' | 'unchanged';

/**
 * Findings against the entries of a baseline. Each entry covers one finding.
 *
 * @internal
 */
export class BaselineMatch {
  private readonly used = new Set<BaselineFinding>();

  constructor(private readonly entries: BaselineFinding[]) {}

  /** How each of some findings stands. Those of one rule come together: what is gone from its place is looked for elsewhere. */
  public match(findings: BaselineFinding[]): BaselineState[] {
    const byPlace = group(this.entries, placeOf);
    const byContent = group(this.entries, contentOf);
    const states = findings.map((finding): BaselineState | undefined => {
      const there = byPlace.get(placeOf(finding));
      const entry = there?.first(this.used, finding);
      const known = entry ?? there?.first(this.used); // one that got worse is not gone
      if (known) this.used.add(known);
      return entry ? 'unchanged' : known ? 'updated' : undefined;
    });
    return states.map((state, i) => {
      if (state !== undefined) return state;
      const finding = findings[i];
      const moved = finding.content === '' ? undefined : byContent.get(contentOf(finding))?.first(this.used, finding);
      if (!moved) return 'new';
      this.used.add(moved);
      return 'unchanged';
    });
  }

  /** Entries that met no finding. */
  public unused(): BaselineFinding[] {
    return this.entries.filter((entry) => !this.used.has(entry));
  }
}

/** Entries that are alike but for their paths, in their order. */
interface Kind {
  readonly entries: { readonly entry: BaselineFinding; readonly at: number }[];
  /** The first one that may not be used yet. */
  next: number;
}

/**
 * Entries of one place or of one content. Where thousands of copies of a resource move, each finding would be held against the entries of all of them:
 * those that are alike are asked once, and only those that have the part of it which fewest have.
 */
class Candidates {
  private readonly kinds = new Map<string, Kind>();
  private readonly byPart = new Map<string, Set<Kind>>();
  private count = 0;

  public add(entry: BaselineFinding): void {
    const { severity, verdict, seen } = entry;
    const key = JSON.stringify([severity, verdict, seen]);
    let kind = this.kinds.get(key);
    if (!kind) {
      this.kinds.set(key, kind = { entries: [], next: 0 });
      for (const part of seen) this.byPart.set(part, (this.byPart.get(part) ?? new Set()).add(kind));
    }
    kind.entries.push({ entry, at: this.count++ });
  }

  /** The first entry that is not used; of those that cover a finding, where one is given. */
  public first(used: ReadonlySet<BaselineFinding>, finding?: BaselineFinding): BaselineFinding | undefined {
    let best: Kind['entries'][number] | undefined;
    for (const kind of this.mayCover(finding)) {
      while (kind.next < kind.entries.length && used.has(kind.entries[kind.next].entry)) kind.next++;
      const one = kind.entries[kind.next];
      if (one && (!best || one.at < best.at) && (!finding || covers(one.entry, finding))) best = one;
    }
    return best?.entry;
  }

  private mayCover(finding?: BaselineFinding): Iterable<Kind> {
    if (!finding || finding.seen.length === 0) return this.kinds.values();
    const having = finding.seen.map((part) => this.byPart.get(part) ?? new Set<Kind>());
    return having.reduce((fewest, one) => (one.size < fewest.size ? one : fewest));
  }
}

/** Whether a finding is no worse than an entry: no graver, not certain where it was unknown, and with nothing that was not seen then. */
function covers(entry: BaselineFinding, finding: BaselineFinding): boolean {
  return rank(finding.severity) >= rank(entry.severity)
    && (entry.verdict === 'fail' || finding.verdict === 'unknown')
    && finding.seen.every((part) => entry.seen.includes(part));
}

function rank(severity: string): number {
  return SEVERITY_ORDER.indexOf(severity);
}

function placeOf({ rule, path }: BaselineFinding): string {
  return `${rule}\n${path}`;
}

function contentOf({ rule, content }: BaselineFinding): string {
  return `${rule}\n${content}`;
}

function group(entries: BaselineFinding[], key: (entry: BaselineFinding) => string): Map<string, Candidates> {
  const groups = new Map<string, Candidates>();
  for (const entry of entries) {
    let known = groups.get(key(entry));
    if (!known) groups.set(key(entry), known = new Candidates());
    known.add(entry);
  }
  return groups;
}
