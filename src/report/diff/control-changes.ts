import { calledAs, Change } from '../../graph/diff/change';
import { CONTROLS } from '../../graph/diff/guarding-words';
import type { Matching } from '../../graph/diff/matching';
import type { TemplateModel, TemplateResource } from '../../model';
import { evaluate, Rule, RuleResult, RULES, Verdict } from '../../rules';

/** Rules of how something is written, of which a diff compares what it means: statements and egress rules may be inline, or resources of their own. */
const OF_FORM: readonly string[] = ['ZT-EC2-014', 'ZT-IAM-003'];

type VerdictsByResource = Map<TemplateResource, Map<Rule, Verdict>>;

/** Controls that are gone, and rules that passed on a resource and do not any more; and the other way round. */
export function controlChanges(old: TemplateModel, current: TemplateModel, matching: Matching, progress?: () => void): Change[] {
  const rules = RULES.filter(({ id }) => !OF_FORM.includes(id));
  const [before, after] = [old, current].map((model) => judged(model, rules, progress));
  const was = byResource(before);
  return [
    ...gone(old, matching, 'removed-control', 'old', 'is gone'),
    ...gone(current, matching, 'added-control', 'new', 'is new'),
    ...after.flatMap((now) => verdictChange(was, now, matching.other(now.resource))),
  ];
}

function judged(model: TemplateModel, rules: Rule[], progress?: () => void): Verdict[] {
  return rules.flatMap((rule) => {
    progress?.();
    return evaluate(model, [rule]);
  });
}

function gone(model: TemplateModel, matching: Matching, kind: Change['kind'], version: 'old' | 'new', what: string): Change[] {
  return model.resources.filter((resource) => CONTROLS.test(resource.type) && !matching.other(resource)).map((resource) => ({
    kind, from: calledAs(resource), text: `${calledAs(resource)} (${resource.type}) ${what}`, resource, version,
  }));
}

function verdictChange(was: VerdictsByResource, { rule, resource, result }: Verdict, other: TemplateResource | undefined): Change[] {
  const earlier = other && was.get(other)?.get(rule)?.result;
  const before = earlier?.verdict;
  if (!other && result.verdict === 'pass') return [];
  const kind = result.verdict === 'pass' ? (before && before !== 'pass' ? 'added-control' : undefined)
    // a rule of several parts may fail already, and fail by one more
    : before === 'pass' || (earlier && partsOf(result) > partsOf(earlier)) ? 'removed-control' : before === undefined ? 'new-finding' : undefined;
  const name = calledAs(resource);
  const how = result.verdict === 'pass' ? 'passes' : `${result.verdict === 'unknown' ? 'is unknown' : 'fails'}${before === 'pass' ? ', and passed before' : ''}: ${result.finding}`;
  return kind ? [{ kind, from: name, to: rule.id, text: `${rule.id} (${rule.title}) ${how} on ${name}`, resource, version: 'new' }] : [];
}

function partsOf(result: RuleResult): number {
  return result.verdict === 'pass' ? 0 : result.finding.split('; ').length;
}

/** The verdicts of a version, by resource and rule. */
function byResource(verdicts: Verdict[]): VerdictsByResource {
  const all = new Map<TemplateResource, Map<Rule, Verdict>>();
  for (const verdict of verdicts) {
    const ofResource = all.get(verdict.resource);
    if (ofResource) ofResource.set(verdict.rule, verdict);
    else all.set(verdict.resource, new Map([[verdict.rule, verdict]]));
  }
  return all;
}
