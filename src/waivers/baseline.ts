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
    const byPlace = new Map<string, BaselineFinding[]>();
    for (const entry of this.entries) append(byPlace, placeOf(entry), entry);
    const states = findings.map((finding): BaselineState | undefined => {
      const there = (byPlace.get(placeOf(finding)) ?? []).filter((entry) => !this.used.has(entry));
      const entry = there.find((one) => covers(one, finding));
      for (const one of entry ? [entry] : there.slice(0, 1)) this.used.add(one); // one that got worse is not gone
      return entry ? 'unchanged' : there.length > 0 ? 'updated' : undefined;
    });
    if (!states.includes(undefined)) return states as BaselineState[];
    const byContent = this.unusedByContent();
    return states.map((state, i) => {
      if (state !== undefined) return state;
      const finding = findings[i];
      const moved = finding.content === '' ? undefined : byContent.get(contentOf(finding))?.take(finding);
      if (!moved) return 'new';
      this.used.add(moved);
      return 'unchanged';
    });
  }

  /** Entries that met no finding. */
  public unused(): BaselineFinding[] {
    return this.entries.filter((entry) => !this.used.has(entry));
  }

  private unusedByContent(): Map<string, Candidates> {
    const byContent = new Map<string, Candidates>();
    for (const entry of this.unused()) {
      const key = contentOf(entry);
      let candidates = byContent.get(key);
      if (!candidates) byContent.set(key, candidates = new Candidates());
      candidates.add(entry);
    }
    return byContent;
  }
}

/** Entries that are alike but for their paths, in their order. */
interface Kind {
  readonly entries: { readonly entry: BaselineFinding; readonly at: number }[];
  /** The first one that is not taken. */
  next: number;
}

/**
 * Entries of one content. Where thousands of copies of a resource move, each finding would be held against the entries of all of them: those that are
 * alike are asked once, and only those that have the part of it which fewest have.
 */
class Candidates {
  private readonly kinds = new Map<string, Kind>();
  private readonly byPart = new Map<string, Kind[]>();
  private count = 0;

  public add(entry: BaselineFinding): void {
    const { severity, verdict, seen } = entry;
    const key = `${severity} ${verdict} ${seen.join()}`;
    let kind = this.kinds.get(key);
    if (!kind) {
      this.kinds.set(key, kind = { entries: [], next: 0 });
      for (const part of seen) append(this.byPart, part, kind);
    }
    kind.entries.push({ entry, at: this.count++ });
  }

  /** The first entry that covers a finding; it covers no other one. */
  public take(finding: BaselineFinding): BaselineFinding | undefined {
    let first: Kind | undefined;
    for (const kind of this.mayCover(finding)) {
      const [one, best] = [kind.entries[kind.next], first?.entries[first.next]];
      if (one && (!best || one.at < best.at) && covers(one.entry, finding)) first = kind;
    }
    return first?.entries[first.next++].entry;
  }

  private mayCover({ seen }: BaselineFinding): Iterable<Kind> {
    if (seen.length === 0) return this.kinds.values();
    return seen.map((part) => this.byPart.get(part) ?? []).reduce((fewest, having) => (having.length < fewest.length ? having : fewest));
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

function append<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
