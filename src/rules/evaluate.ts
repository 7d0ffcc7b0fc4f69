import type { TemplateModel, TemplateResource, TemplateStack } from '../model';
import type { Rule, RuleResult } from './rule';
import { pass, TOO_MANY, unknown, worst } from '../model/judge';

/** What a rule finds on a resource. */
export interface Verdict {
  readonly rule: Rule;
  readonly resource: TemplateResource;
  readonly result: RuleResult;
}

/** The verdict of each rule on each resource of its types, passes included, in the order of rules and templates. Each app is judged as if it were alone. */
export function evaluate(model: TemplateModel, rules: Rule[]): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const rule of rules) {
    for (const app of model.apps) {
      for (const type of rule.types) {
        for (const resource of app.ofType(type)) {
          verdicts.push({ rule, resource: app === model ? resource : model.sameAs(resource), result: judge(app, rule, resource) });
        }
      }
    }
  }
  return verdicts;
}

/** Whether a condition has too many combinations by itself, by stack and name: each rule would try them again on each resource that has it. */
const undecided = new WeakMap<TemplateStack, Map<string, boolean>>();

function isUndecided(model: TemplateModel, resource: TemplateResource): boolean {
  const { stack, condition } = resource;
  if (condition === undefined) return false;
  let ofStack = undecided.get(stack);
  if (!ofStack) undecided.set(stack, ofStack = new Map());
  let known = ofStack.get(condition);
  if (known === undefined) ofStack.set(condition, known = model.worlds.explore(() => resource.exists()) === undefined);
  return known;
}

/** The worst of all worlds of conditions. */
function judge(model: TemplateModel, rule: Rule, resource: TemplateResource): RuleResult {
  try {
    if (isUndecided(model, resource)) return TOO_MANY;
    return worst((look) => model.worlds.explore(look), () => (resource.exists() ? rule.check(resource, model) : pass('not created')));
  } catch (error) {
    // Odd input is no reason to stop: the rule cannot vouch for this resource, and the others are still looked at.
    return unknown(`the rule could not read this resource: ${error instanceof Error ? error.message : String(error)}`);
  }
}
