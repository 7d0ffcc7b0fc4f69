import { FUNCTION, startedBy } from '../../graph/response';
import { TemplateModel, TemplateResource, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** Where `IncidentResponder` names the plays that it plans: src/respond/incident-responder.ts. */
const PLAN = 'PLAYS';

export const rule: Rule = {
  id: 'ZT-STATES-007',
  title: 'Step Functions state machines of an incident response run every play that is planned',
  severity: 'high',
  types: ['AWS::StepFunctions::StateMachine'],
  rationale: 'The plan of an incident is made by one resource and run by another. A play that the state machine does not have is recorded as failed, while the intruder goes on.',
  remediation: 'Remove the override of DefinitionString or Environment, and change plays on the IncidentResponder.',
  check(machine, model) {
    const plans = plansFor(machine, model);
    if (plans.length === 0) return pass('no plan');
    const text = textOf(machine.at('DefinitionString').value);
    const definition = text === undefined ? undefined : parsed(text);
    if (definition === undefined) return unknown('its definition is not known before deployment');
    const runs = branchesOf(definition);
    return every(...plans.map((plan) => isRun(plan, runs)));
  },
};

/** The plans of functions that it calls, or that its role may call. */
function plansFor(machine: TemplateResource, model: TemplateModel): (string | undefined)[] {
  // existence is asked last: each condition that is asked doubles the worlds, and nearly no function plans
  const planning = model.ofType(FUNCTION).filter((fn) => !fn.at('Environment', 'Variables', PLAN).isAbsent && fn.exists());
  const called = planning.filter((fn) => machine.refersTo(fn, 'Arn') || startedBy(machine).includes(fn));
  return called.map((fn) => textOf(fn.at('Environment', 'Variables', PLAN).value));
}

function isRun(plan: string | undefined, runs: Set<unknown>): RuleResult {
  const plays = plan === undefined ? undefined : parsed(plan);
  if (!Array.isArray(plays)) return unknown('which plays are planned is not known before deployment');
  const missing = plays.map((one) => one?.play).filter((play) => !runs.has(play));
  return missing.length === 0 ? pass(plan) : fail(`it does not run ${missing.join(', ')}`, plan);
}

/** The texts by which a choice goes on to a state that is there, beside it. */
function branchesOf(states: any, found = new Set<unknown>()): Set<unknown> {
  if (typeof states !== 'object' || states === null) return found;
  if (typeof states.States === 'object' && states.States !== null) {
    for (const state of Object.values<any>(states.States)) {
      const choices: any[] = Array.isArray(state?.Choices) ? state.Choices : [];
      choices.filter((choice) => Object.hasOwn(states.States, choice?.Next)).forEach(({ StringEquals }) => found.add(StringEquals));
    }
  }
  Object.values(states).forEach((inside) => branchesOf(inside, found));
  return found;
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
