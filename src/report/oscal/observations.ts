import { line, listed, props, uuid } from './naming';
import { origin, relevantEvidence, subject } from './subjects';
import { describeBaseline } from '../baseline';
import { Lazily } from '../chunks';
import { describeProblem, Evidence, EvidenceItem, nameOf } from '../evidence';

/** Items that share an observation: what passes is told once for a rule, what does not for each resource. */
export interface Observed {
  readonly uuid: string;
  readonly items: EvidenceItem[];
}

export function observe({ rules, items }: Evidence): Observed[] {
  const found = new Map<string, EvidenceItem[]>();
  const passes = new Map(rules.map(({ id }) => [id, uuid('passes', id)]));
  for (const item of items) {
    const id = item.verdict === 'pass' ? passes.get(item.rule.id)! : uuid('observation', item.rule.id, item.template.id, item.logicalId);
    const together = found.get(id);
    if (together) together.push(item);
    else found.set(id, [item]);
  }
  return [...found].map(([id, observed]) => ({ uuid: id, items: observed }));
}

export function observation({ uuid: id, items }: Observed, collected: string) {
  const [item] = items;
  const { rule, verdict, value, waiver, acceptance, baselineState } = item;
  const passes = verdict === 'pass';
  return {
    uuid: id,
    title: line(passes ? `${rule.id} passes: ${rule.title}` : `${rule.id} on ${nameOf(item)}: ${rule.title}`),
    description: passes ? line(`${rule.title}: so it is on every subject.`) : line(`${nameOf(item)}: ${item.finding}.`),
    ...props({ 'rule': rule.id, 'severity': rule.severity, 'verdict': verdict, 'accepts': (waiver ?? acceptance)?.accepts, 'baseline-state': baselineState, 'also-reported-by': item.alsoReportedBy?.join(', '), 'value': passes ? undefined : value }),
    methods: ['TEST'],
    types: passes ? ['control-objective'] : ['finding'],
    origins: [origin()],
    ...listed('subjects', Lazily.of(items, subject)),
    ...relevantEvidence(items),
    collected,
  };
}

/** How the organisation rates rules, and what became of its baseline: the reader of the verdicts must know both. */
export function adoptionObservations({ settings = [], baseline }: Evidence, collected: string) {
  const told = [
    ...settings.map(({ rule, was, severity, reason, source }) => ({
      title: severity ? `${rule} is rated ${severity} instead of ${was}` : `${rule} (${was}) is switched off`, text: `${reason} (${source})`,
    })),
    ...(baseline ? describeBaseline(baseline) : []).map((text) => ({ title: 'The baseline of findings', text: `${text}.` })),
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
