import { companionChanges } from './companion-operators';
import { hidden, plainly, Written } from './forms';
import { Change, changesAt } from './operators';
import { Original } from './originals';
import { GONE, pattern, Resources, valueAt } from './places';
import { Reading, readingsOf } from './readings';
import { TemplateInput, TemplateModel } from '../../src/model';
import { UnreadType } from '../../src/model/unread';
import { evaluate, Rule, RULES } from '../../src/rules';
import { splitStacks } from '../policy/support/split-stacks';
import { oneStack } from '../rules/support/prove';

/** A template that is no longer secure, and who saw it. */
export interface Mutant {
  readonly original: string;
  readonly operator: string;
  /** Type and place of what is broken: `AWS::Lambda::Function VpcConfig.SubnetIds`. */
  readonly place: string;
  /** How the change is written. */
  readonly form: string;
  /** What stood there. */
  readonly was: unknown;
  /** The rules that look at the place. */
  readonly guards: string[];
  /** The rules that fire on the mutant and did not fire on the original. */
  readonly killers: string[];
}

/** Makes and judges the mutants of templates, each only once. */
export class Mutation {
  public readonly mutants: Mutant[] = [];
  private readonly made = new Set<string>();

  public run(original: Original): void {
    const { resources, only, byHand = {} } = original;
    const lab = new Lab(resources, original.hidden);
    const readings = readingsOf({ Resources: resources }, only ? RULES.filter(({ id }) => id === only.rule) : RULES, only?.on);
    for (const [change, guards] of this.changes(resources, readings)) {
      const place = `${resources[change.place[0]].Type} ${pattern(change.place.slice(1)).replace(/^Properties\./, '')}`.trim();
      const was = valueAt(resources, change.place);
      const ids = [...guards].map(({ id }) => id);
      const key = JSON.stringify([place, change.operator, change.values.map((value) => (value === GONE ? 'gone' : value)), was, ids]);
      if (this.made.has(key)) continue;
      this.made.add(key);
      for (const { form, killers } of lab.judge(change, [...guards])) {
        this.mutants.push({ original: original.name, operator: change.operator, place, form, was, guards: ids, killers });
      }
    }
    for (const [when, change] of Object.entries(byHand)) {
      const changed = structuredClone(resources);
      change(changed);
      const guards = RULES.filter(({ id }) => id === only?.rule);
      const killers = lab.kill(changed, guards);
      this.mutants.push({
        original: original.name, operator: 'by hand', place: when, form: 'plain', was: undefined, guards: guards.map(({ id }) => id), killers,
      });
    }
  }

  /** Every change of everything that was looked at, with the rules that looked. */
  private changes(resources: Resources, readings: Reading[]): [Change, Set<Rule>][] {
    const changes = new Map<string, [Change, Set<Rule>]>();
    for (const { rule, logicalId, places } of readings) {
      const found = [...places.flatMap((place) => changesAt(resources, place)), ...companionChanges(resources, logicalId, places)];
      for (const change of found) {
        const key = JSON.stringify([change.operator, change.place, Object.keys(change.added ?? {})]);
        const known = changes.get(key) ?? [change, new Set()];
        known[1].add(rule);
        changes.set(key, known);
      }
    }
    return [...changes.values()];
  }
}

/** Judges changes of one template. */
class Lab {
  private readonly before: Set<string>;
  private readonly beforeApart: Set<string>;

  constructor(private readonly resources: Resources, private readonly hides: boolean) {
    this.before = openIn(together(resources), RULES);
    this.beforeApart = hides ? openIn(apart(resources), RULES) : this.before;
  }

  /** By form: which rules fire. A bound is broken on one side, so its forms are judged over all values. */
  public judge(change: Change, guards: Rule[]): { form: string; killers: string[] }[] {
    const forms = new Map<string, Set<string>>();
    const add = (form: string, killers: Set<string>) => forms.set(form, new Set([...(forms.get(form) ?? []), ...killers]));
    const plain = plainly(change, this.resources);
    const written: Written[] = this.hides ? [...plain, ...hidden(change, this.resources)] : plain;
    for (const { form, resources } of written) if (!forms.get(form)?.size) add(form, this.killers(together(resources), guards, this.before));
    if (this.hides) for (const { resources } of plain) add('in stacks of their own', this.killers(apart(resources), guards, this.beforeApart));
    return [...forms].map(([form, killers]) => ({ form, killers: [...killers] }));
  }

  /** The rules that fire on a template in one stack. */
  public kill(resources: Resources, guards: Rule[]): string[] {
    return [...this.killers(together(resources), guards, this.before)];
  }

  private killers(inputs: TemplateInput[], guards: Rule[], before: Set<string>): Set<string> {
    const fresh = (rules: Rule[]) => new Set([...openIn(inputs, rules)].map((finding) => finding.split(' '))
      .filter(([rule, logicalId]) => !before.has(`${rule} ${logicalId}`) && (logicalId in this.resources || logicalId === UnreadType.TEMPLATE)).map(([rule]) => rule));
    const guarding = fresh(guards);
    return guarding.size > 0 ? guarding : fresh(RULES);
  }
}

/** `rule logicalId` of what does not pass in one stack. */
export function findings(resources: Resources, rules: Rule[]): Set<string> {
  return openIn(together(resources), rules);
}

/** A rule that cannot read a template has seen nothing. */
function openIn(inputs: TemplateInput[], rules: Rule[]): Set<string> {
  return new Set(evaluate(new TemplateModel(inputs), rules)
    .filter(({ result }) => result.verdict !== 'pass' && !result.finding.startsWith('the rule could not read'))
    .map(({ rule, resource }) => `${rule.id} ${resource.logicalId}`));
}

const together = (resources: Resources) => oneStack({ ...resources });
const apart = (resources: Resources) => splitStacks({ ...resources });
