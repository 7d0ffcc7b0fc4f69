import { line, listed, props, uuid } from './naming';
import { itemUuid, origin, relevantEvidence, subject, subjectOfMany } from './subjects';
import { describeBaseline } from '../baseline';
import { Lazily, once } from '../chunks';
import { describeProblem, Evidence, EvidenceItem, nameOf } from '../evidence';
import type { Found } from '../evidence-item';
import { groupBy, Items } from '../items';
import { isLarge } from '../large';
import { trustedLines } from '../trusted';

/** Items that share an observation: what passes is told once for a rule, what does not for each resource, or, of many, for each finding. */
export interface Observed {
  readonly uuid: string;
  readonly items: Items;
  /** The resource, or how many resources. */
  readonly name: string;
  /** Whether it is about many verdicts, each of which is told in few words. */
  readonly isMany: boolean;
}

export function observe(evidence: Evidence): Observed[] {
  const { rules, items } = evidence;
  const isMany = isLarge(evidence);
  const observationOf = isMany ? byFinding() : byResource;
  const passing = groupBy(items, ({ verdict, rule }) => (verdict === 'pass' ? rule.id : undefined));
  const found = new Map<string, Items | EvidenceItem[]>();
  const passes = new Map(rules.map(({ id }) => [id, uuid('passes', id)]));
  for (const item of items) {
    const { verdict, rule: { id: rule } } = item;
    if (verdict === 'pass') {
      if (!found.has(passes.get(rule)!)) found.set(passes.get(rule)!, passing.get(rule)!);
      continue;
    }
    const id = observationOf(item);
    const together = found.get(id);
    if (Array.isArray(together)) together.push(item);
    else found.set(id, [item]);
  }
  const nameOfOne = (of: Items) => nameOf(of.find(() => true)!);
  return [...found].map(([id, of]) => ({ uuid: id, items: of, name: isMany ? nameOfAll(of) : nameOfOne(of), isMany }));
}

function byResource({ rule, template, logicalId }: EvidenceItem): string {
  return uuid('observation', rule.id, template.id, logicalId);
}

/** What a rule found, in all that is told of it, is often the same on many resources. */
function byFinding(): (item: EvidenceItem) => string {
  const ofFound = once(({ rule, ...told }: Found) => uuid('observation', rule.id, JSON.stringify(told)));
  return ({ found }) => ofFound(found);
}

function nameOfAll(items: Items): string {
  const resources = new Set<string>();
  for (const item of items) resources.add(itemUuid(item));
  return resources.size === 1 ? nameOf(items.find(() => true)!) : `${resources.size} resources`;
}

export function observation({ uuid: id, items, name, isMany }: Observed, collected: string) {
  const [item] = items;
  const { rule, verdict, value, waiver, acceptance, baselineState } = item;
  const passes = verdict === 'pass';
  return {
    uuid: id,
    title: line(passes ? `${rule.id} passes: ${rule.title}` : `${rule.id} on ${name}: ${rule.title}`),
    description: passes ? line(`${rule.title}: so it is on every subject.`) : line(`${name}: ${item.finding}.`),
    ...props({ 'rule': rule.id, 'severity': rule.severity, 'verdict': verdict, 'accepts': (waiver ?? acceptance)?.accepts, 'baseline-state': baselineState, 'also-reported-by': item.alsoReportedBy?.join(', '), 'value': passes ? undefined : value }),
    methods: ['TEST'],
    types: passes ? ['control-objective'] : ['finding'],
    origins: [origin()],
    ...listed('subjects', Lazily.of<EvidenceItem, object>(items, isMany ? subjectOfMany : subject)),
    ...relevantEvidence(items),
    collected,
  };
}

/** How the organisation rates rules, whom it trusts, and what became of its baseline: the reader of the verdicts must know all of it. */
export function adoptionObservations({ settings = [], trusted, trustedOrganizations, baseline }: Evidence, collected: string) {
  const told = [
    ...settings.map(({ rule, was, severity, reason, source }) => ({
      title: severity ? `${rule} is rated ${severity} instead of ${was}` : `${rule} (${was}) is switched off`, text: `${reason} (${source})`,
    })),
    ...(baseline ? describeBaseline(baseline) : []).map((text) => ({ title: 'The baseline of findings', text: `${text}.` })),
    ...trustedLines(trusted, trustedOrganizations).map((text) => ({ title: 'What is trusted', text: `${text}.` })),
  ];
  return told.map(({ title, text }, i) => ({
    uuid: uuid('adoption', title, String(i)),
    title: line(title),
    description: line(text),
    methods: ['EXAMINE'],
    types: ['finding'],
    origins: [origin()],
    collected,
  }));
}

/** Waivers that do not count are no finding of a rule, and yet the reader must know. */
export function waiverObservations({ waiverProblems }: Evidence, collected: string) {
  return waiverProblems.map((problem, i) => ({
    uuid: uuid('waiver', problem.source, problem.path, problem.rule, String(i)),
    title: 'A waiver does not count',
    description: line(describeProblem(problem)),
    methods: ['EXAMINE'],
    types: ['finding'],
    origins: [origin()],
    collected,
  }));
}
