import type { Names } from './names';
import { TemplateResource, TemplateStack } from '../../model';
import { TemplateExpression } from '../../model/expression';
import { own } from '../../model/json';

/** When something is in a deployment: what it asks of parameters, in words that both versions share. */
export interface Formula {
  /** For people. */
  readonly text: string;
  readonly holds: (deployment: Deployment) => boolean;
  /** What is asked for, with all answers that matter, those that are not named included. */
  readonly questions: ReadonlyMap<string, ReadonlySet<string>>;
  /** What it is the opposite of. */
  readonly negated?: Formula;
}

type Deployment = ReadonlyMap<string, string>;

/** How one formula differs from another one: whether it holds where the other one does not, and the other way round. */
export interface Difference {
  readonly more: boolean;
  readonly fewer: boolean;
}

export const ALWAYS: Formula = { text: 'always', holds: () => true, questions: new Map() };
const NEVER: Formula = { text: 'never', holds: () => false, questions: new Map() };
/** What deployment passes beside the values that conditions name. */
const ANOTHER = '\u0001another value';
/** More deployments than this are not tried: the texts are compared then. */
const MAX_DEPLOYMENTS = 4096;
const MAX_DEPTH = 60;

/** When a resource is made: by its condition, and those of the stacks that it is nested in. */
export function formulaOf({ condition, stack }: TemplateResource, names: Names): Formula {
  const here = condition === undefined ? ALWAYS : conditionOf(stack, { Condition: condition }, names);
  return stack.nestedAs ? both(formulaOf(stack.nestedAs, names), here) : here;
}

/** When a condition of a template holds. */
export function conditionOf(stack: TemplateStack, json: unknown, names: Names, depth = 0): Formula {
  const [[name, argument] = ['', undefined]] = typeof json === 'object' && json !== null ? Object.entries(json) : [];
  const operands: unknown[] = Array.isArray(argument) ? argument : [];
  const inner = () => operands.map((operand) => conditionOf(stack, operand, names, depth + 1));
  const definition = name === 'Condition' && typeof argument === 'string' ? stack.entry('Conditions', argument) : undefined;
  if (depth < MAX_DEPTH) {
    if (definition !== undefined) return conditionOf(stack, definition, names, depth + 1);
    if (name === 'Fn::Not' && operands.length === 1) return not(inner()[0]);
    if (name === 'Fn::And') return inner().reduce(both, ALWAYS);
    if (name === 'Fn::Or' && operands.length > 0) return inner().reduce(either);
    if (name === 'Fn::Equals' && operands.length === 2) return equals(stack, operands, names);
  }
  const question = names.written(json, stack, 0);
  return { text: question, holds: (deployment) => deployment.get(question) === 'true', questions: new Map([[question, new Set(['true', 'false'])]]) };
}

export function not(formula: Formula): Formula {
  return formula.negated ?? { text: `not (${formula.text})`, holds: (deployment) => !formula.holds(deployment), questions: formula.questions, negated: formula };
}

export function both(one: Formula, other: Formula): Formula {
  if (one === ALWAYS || other === ALWAYS) return one === ALWAYS ? other : one;
  return { text: `${one.text} and ${other.text}`, holds: (deployment) => one.holds(deployment) && other.holds(deployment), questions: union(one, other) };
}

export function either(one: Formula, other: Formula): Formula {
  return { text: `(${one.text}) or (${other.text})`, holds: (deployment) => one.holds(deployment) || other.holds(deployment), questions: union(one, other) };
}

export function differenceOf(was: Formula, now: Formula): Difference {
  const deployments = deploymentsOf(union(was, now));
  if (!deployments) return { more: was.text !== now.text, fewer: was.text !== now.text };
  return {
    more: deployments.some((one) => now.holds(one) && !was.holds(one)),
    fewer: deployments.some((one) => was.holds(one) && !now.holds(one)),
  };
}

function equals(stack: TemplateStack, operands: unknown[], names: Names): Formula {
  const sides = operands.map((operand) => new TemplateExpression(stack, operand));
  const texts = sides.map((side) => names.of(side));
  const isKnown = sides.map(({ value }) => value.kind === 'known' && !String(value.value).includes('${'));
  if (texts[0] === texts[1]) return ALWAYS;
  if (isKnown[0] && isKnown[1]) return NEVER;
  if (!isKnown[0] && !isKnown[1]) {
    const question = [...texts].sort().join(' = ');
    return { text: question, holds: (deployment) => deployment.get(question) === 'true', questions: new Map([[question, new Set(['true', 'false'])]]) };
  }
  const [open, literal] = isKnown[0] ? [1, 0] : [0, 1];
  const parameter = sides[open].openParameter;
  const allowed = parameter && own(parameter.stack.entry('Parameters', parameter.name), 'AllowedValues');
  const answers = Array.isArray(allowed) && allowed.length > 0 ? allowed.map(String) : [texts[literal], ANOTHER];
  if (!answers.includes(texts[literal])) return NEVER;
  return {
    text: `${parameter?.name ?? names.said(sides[open])} is ${texts[literal]}`,
    holds: (deployment) => deployment.get(texts[open]) === texts[literal],
    questions: new Map([[texts[open], new Set(answers)]]),
  };
}

function union(one: Formula, other: Formula): Map<string, ReadonlySet<string>> {
  const all = new Map(one.questions);
  for (const [question, answers] of other.questions) all.set(question, new Set([...all.get(question) ?? [], ...answers]));
  return all;
}

function deploymentsOf(questions: ReadonlyMap<string, ReadonlySet<string>>): Deployment[] | undefined {
  let all: Map<string, string>[] = [new Map()];
  for (const [question, answers] of questions) {
    if (all.length * answers.size > MAX_DEPLOYMENTS) return undefined;
    all = all.flatMap((deployment) => [...answers].map((answer) => new Map([...deployment, [question, answer]])));
  }
  return all;
}
