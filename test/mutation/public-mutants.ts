import { companionChanges } from './companion-operators';
import { plainly } from './forms';
import { Mutant } from './mutants';
import { Change, changesAt, PARAMETER } from './operators';
import { pattern, Resources, valueAt } from './places';
import { PublicOriginal } from './public-originals';
import { Reading, readingsOf } from './readings';
import { TemplateModel } from '../../src/model';
import { evaluate, Rule, RULES } from '../../src/rules';

/** Each rule is asked of so many mutants, at different places or broken in different ways. */
const OF_A_RULE = 2;

/** Mutants of all rules that pass somewhere in some templates. What one pattern has, a later one need not prove again. */
export function publicMutants(originals: PublicOriginal[]): Mutant[] {
  const made = new Set<string>();
  const asked = new Map<string, number>();
  const isOpen = ({ id }: Rule) => (asked.get(id) ?? 0) < OF_A_RULE;
  return originals.flatMap(({ name, template }) => {
    const { Resources: resources } = template;
    const lab = new PublicLab(template);
    return changesOf(resources, readingsOf(template, RULES.filter(isOpen))).flatMap(([change, guards]): Mutant[] => {
      const place = `${resources[change.place[0]].Type} ${pattern(change.place.slice(1)).replace(/^Properties\./, '')}`.trim();
      if (made.has(`${place} ${change.operator}`) || !guards.some(isOpen)) return [];
      made.add(`${place} ${change.operator}`);
      for (const { id } of guards) asked.set(id, (asked.get(id) ?? 0) + 1);
      return [{
        original: name,
        operator: change.operator,
        place,
        form: 'plain',
        was: valueAt(resources, change.place),
        guards: guards.map(({ id }) => id),
        killers: lab.killers(change, guards),
      }];
    });
  });
}

/** Every change of what rules looked at when they passed, with these rules. */
function changesOf(resources: Resources, readings: Reading[]): [Change, Rule[]][] {
  const changes = new Map<string, [Change, Rule[]]>();
  for (const { rule, logicalId, places } of readings) {
    for (const change of [...places.flatMap((place) => changesAt(resources, place)), ...companionChanges(resources, logicalId, places)]) {
      const key = JSON.stringify([change.operator, change.place, Object.keys(change.added ?? {})]);
      const [known, rules] = changes.get(key) ?? [change, []];
      changes.set(key, [known, rules.includes(rule) ? rules : [...rules, rule]]);
    }
  }
  return [...changes.values()];
}

/** Judges changes of one template. */
class PublicLab {
  private before?: Set<string>;

  constructor(private readonly template: PublicOriginal['template']) {}

  /** The rules that say of the mutant what they did not say of the original: they fire, or fire for a further reason. */
  public killers(change: Change, guards: Rule[]): string[] {
    const known = this.before ??= sentences(this.template, RULES);
    const written = plainly(change, this.template.Resources).map(({ resources }) => ({ ...this.template, Resources: resources }));
    const fresh = (rules: Rule[]) => [...new Set(written.flatMap((mutant) => [...sentences(mutant, rules)]).filter((sentence) => !known.has(sentence))
      .map((sentence) => sentence.split(' ')).filter(([, logicalId]) => logicalId in this.template.Resources).map(([id]) => id))];
    const byGuards = fresh(guards);
    return byGuards.length > 0 ? byGuards : fresh(RULES);
  }
}

/** `rule logicalId verdict what` of all that does not pass, a part of a finding at a time: what is taken away from a finding is nothing new. */
function sentences(template: PublicOriginal['template'], rules: Rule[]): Set<string> {
  const given = { ...template, Parameters: { ...template.Parameters, [PARAMETER.Ref]: { Type: 'String' } } };
  return new Set(evaluate(new TemplateModel([{ id: 'Stack', name: 'Stack', template: given }]), rules).flatMap(({ rule, resource, result }) => {
    if (result.verdict === 'pass' || result.finding.startsWith('the rule could not read')) return [];
    return [...result.finding.split('; '), ...(result.value ?? '').split('; ')].map((part) => `${rule.id} ${resource.logicalId} ${result.verdict} ${part}`);
  }));
}
