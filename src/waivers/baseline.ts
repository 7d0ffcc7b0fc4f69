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
      const there = (byPlace.get(placeOf(finding)) ?? []).filter((entry) => !this.used.has(entry));
      const entry = there.find((one) => covers(one, finding));
      for (const one of entry ? [entry] : there.slice(0, 1)) this.used.add(one); // one that got worse is not gone
      return entry ? 'unchanged' : there.length > 0 ? 'updated' : undefined;
    });
    return states.map((state, i) => {
      if (state !== undefined) return state;
      const finding = findings[i];
      const moved = finding.content === '' ? undefined
        : byContent.get(contentOf(finding))?.find((entry) => !this.used.has(entry) && covers(entry, finding));
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

function group(entries: BaselineFinding[], key: (entry: BaselineFinding) => string): Map<string, BaselineFinding[]> {
  const groups = new Map<string, BaselineFinding[]>();
  for (const entry of entries) {
    const known = groups.get(key(entry));
    if (known) known.push(entry);
    else groups.set(key(entry), [entry]);
  }
  return groups;
}
