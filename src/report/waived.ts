import { Evidence, EvidenceItem, EvidenceWaiver, isOpen, nameOf, WaiverProblem } from './evidence';
import { templateWaivers } from './template-waivers';
import { NamedItems, WaivedPlaces } from './waived-places';
import { ruleOf, RULES } from '../rules';
import { WaiverError } from '../waivers/waiver-error';
import { WaiverPattern } from '../waivers/waiver-pattern';
import type { PlacedWaiver, WaiverRecord } from '../waivers/waiver-record';
import { isOwnRule, isThreat, outOfTime } from '../waivers/waiver-terms';

/** Whose waivers count. */
export interface WaiverSources {
  readonly list?: WaiverList;
  /** Those that stand in the templates too: whoever can write a template can write them. */
  readonly templates?: boolean;
}

/** A file of waivers that was read. */
export interface WaiverList {
  readonly file: string;
  readonly waivers: PlacedWaiver[];
}

/**
 * Lets findings through that somebody answers for: by the waivers of a file and, where that is asked for, by those that
 * `ZeroTrust.enforce` wrote into the templates. A waiver that does not count lets nothing through, and is told in `waiverProblems`.
 *
 * Throws a `WaiverError` for two waivers of one finding.
 *
 * @param today as `YYYY-MM-DD`, in UTC
 */
export function applyWaivers(evidence: Evidence, today: string, { list, templates }: WaiverSources): Evidence {
  if (!list && !templates) return evidence;
  const waivers = new AppliedWaivers(evidence, today);
  if (templates) waivers.applyTemplates();
  if (list) waivers.applyList(list); // the auditor's word counts before the template's
  return waivers.evidence();
}

class AppliedWaivers {
  private readonly items: EvidenceItem[];
  private readonly byRule: Map<string, EvidenceItem[]>;
  private readonly named = new Map<string, NamedItems>();
  private readonly waived = new Map<EvidenceItem, EvidenceWaiver>();
  private readonly problems: WaiverProblem[] = [];
  private notTried = 0;

  constructor(private readonly judged: Evidence, private readonly today: string) {
    this.byRule = new Map(judged.rules.map(({ id }) => [id, []]));
    this.items = [...judged.items];
    for (const item of this.items) this.byRule.get(item.rule.id)!.push(item);
  }

  public evidence(): Evidence {
    return {
      ...this.judged,
      items: this.items.map((item) => {
        const waiver = this.waived.get(item);
        return waiver ? item.with({ verdict: 'waived', waiver }) : item;
      }),
      waiverProblems: [...this.judged.waiverProblems, ...this.problems],
      waiversNotTried: this.judged.waiversNotTried + this.notTried,
    };
  }

  /** A pattern is recorded on each resource that it matches: one that meets no finding there is no problem. */
  public applyTemplates(): void {
    for (const { template, logicalId, waiver, wrong: incomplete } of this.judged.templates.flatMap(templateWaivers)) {
      if (waiver.rule !== undefined && !isOwnRule(waiver.rule)) continue;
      const wrong = incomplete ?? this.wrong(waiver as WaiverRecord);
      if (wrong !== undefined) this.problems.push({ ...told(waiver), path: `${template.id}/${logicalId}`, wrong, source: 'template' });
      else this.waive(this.meant(waiver.rule ?? '', `${template.id}/${logicalId}`).filter((item) => item.template === template && item.logicalId === logicalId), waiver as WaiverRecord, 'template');
    }
  }

  public applyList({ file, waivers }: WaiverList): void {
    refuseDuplicates(file, waivers);
    const places = new WaivedPlaces(this.judged.templates);
    for (const { path, ...waiver } of waivers) {
      if (!isOwnRule(waiver.rule) || isThreat(waiver.rule) || this.isLeftOut(waiver.rule)) {
        this.notTried++;
        continue;
      }
      const items = this.meant(waiver.rule, path);
      const wrong = this.wrong(waiver) ?? places.tooBroad(path) ?? ambiguous(path, items)
        ?? (items.some((item) => isOpen(item) || item.verdict === 'structural') ? undefined : 'it is unused: the rule finds nothing there');
      if (wrong !== undefined) this.problems.push({ ...told(waiver), path, wrong, source: file });
      else this.waive(items, waiver, file);
    }
  }

  /** What a waiver is of, by its rule and path. */
  private meant(rule: string, path: string): EvidenceItem[] {
    const id = ruleId(rule);
    let named = this.named.get(id);
    if (!named) this.named.set(id, named = new NamedItems(this.byRule.get(id) ?? []));
    return named.meantBy(path);
  }

  private waive(items: EvidenceItem[], waiver: WaiverRecord, source: string): void {
    for (const item of items) {
      if (item.verdict === 'fail' || item.verdict === 'unknown') this.waived.set(item, { ...waiver, source, accepts: item.verdict });
    }
  }

  private wrong({ rule, expires }: WaiverRecord): string | undefined {
    return outOfTime(expires, this.today) ?? (this.byRule.has(ruleId(rule)) || ruleOf(ruleId(rule)) ? undefined : 'there is no such rule');
  }

  /** Whether the rule exists and this audit leaves it out. */
  private isLeftOut(rule: string): boolean {
    return !this.byRule.has(ruleId(rule)) && RULES.some(({ id }) => id === ruleId(rule));
  }
}

function ruleId(rule: string): string {
  return rule.slice(rule.indexOf('::') + 2);
}

function told({ rule = '', owner = '', ticket = '' }: Partial<WaiverRecord>) {
  return { rule, owner, ticket };
}

function ambiguous(path: string, items: EvidenceItem[]): string | undefined {
  if (items.length < 2 || WaiverPattern.of(path)) return undefined;
  return `it is too broad: its path means ${items.map(nameOf).join(' and ')}`;
}

function refuseDuplicates(file: string, waivers: PlacedWaiver[]): void {
  const keys = new Set<string>();
  for (const { rule, path } of waivers) {
    if (keys.has(`${rule} ${path}`)) {
      throw new WaiverError(file, 'DuplicateWaiver', `${rule} is waived twice on ${path}.`, 'keep one of the two.');
    }
    keys.add(`${rule} ${path}`);
  }
}
