import { CloudFormationTemplate, judgeTemplate } from './judge-template';
import { intrinsicOf, isObject } from '../../model/json';
import type { Rule } from '../rule';

/** A good template with one property broken, and the rules that see it. */
export interface Mutant {
  readonly logicalId: string;
  /** Where: `Properties.SqsManagedSseEnabled`. */
  readonly place: string;
  /** How: `deleted`, `is false`, `is not known before deployment`. */
  readonly change: string;
  /** Ids of the rules that fail or are unknown on the mutant. None: the property matters to no rule. */
  readonly fires: string[];
}

const PARAMETER = 'NotKnownBeforeDeployment';
/** A template with more places than this is no example of one rule. */
const MAX_PLACES = 5000;

/**
 * Breaks each property of each resource of a template in every way that its value has, one at a time: deleted, flipped, out of bounds, another
 * text, empty, and not known before deployment. Answers with the rules that fire on each.
 *
 * Throws an `Error` when a rule does not pass on the template as it is, or has nothing to look at in it: then its mutants prove nothing.
 */
export function mutantsOf(template: CloudFormationTemplate, ...rules: Rule[]): Mutant[] {
  for (const { id } of rules) {
    const judged = judgeTemplate(template, ...rules).filter(({ rule }) => rule === id);
    const open = judged.find(({ verdict }) => verdict !== 'pass');
    if (judged.length === 0) throw new Error(`${id} has nothing to look at in the template: it has no resource of its types.`);
    if (open) throw new Error(`${id} does not pass on the template: ${open.logicalId}: ${open.finding}.`);
  }
  const mutants: Mutant[] = [];
  const places = Object.entries<any>(template.Resources ?? {}).flatMap(([logicalId, resource]) => placesIn(resource?.Properties, ['Properties'])
    .map((place) => ({ logicalId, place })));
  if (places.length > MAX_PLACES) throw new Error(`The template has more than ${MAX_PLACES} properties: use one that has what the rules look at.`);
  for (const { logicalId, place } of places) {
    for (const [change, value] of changesOf(valueAt(template.Resources[logicalId], place))) {
      const mutant = structuredClone(template) as any;
      mutant.Parameters = { ...mutant.Parameters, [PARAMETER]: { Type: 'String' } };
      put(mutant.Resources[logicalId], place, value);
      const fires = judgeTemplate(mutant, ...rules).filter(({ verdict }) => verdict !== 'pass').map(({ rule }) => rule);
      mutants.push({ logicalId, place: place.join('.'), change, fires: [...new Set(fires)] });
    }
  }
  return mutants;
}

type Place = (string | number)[];
const GONE = Symbol('gone');

/** Every place of a value, from the outside in. What an intrinsic function is made of is no place of its own. */
function placesIn(value: unknown, at: Place): Place[] {
  if (intrinsicOf(value)) return [];
  const children: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  return children.flatMap(([key, child]) => [[...at, key], ...placesIn(child, [...at, key])]);
}

function changesOf(value: unknown): [string, unknown][] {
  const always: [string, unknown][] = [['deleted', GONE], ['is not known before deployment', { Ref: PARAMETER }]];
  if (typeof value === 'boolean') return [...always, [`is ${!value}`, !value]];
  if (value === 'true' || value === 'false') return [...always, [`is ${value === 'false'}`, String(value === 'false')]];
  if (typeof value === 'number') return [...always, ['is 0', 0], [`is ${value * 1000 + 1_000_000}`, value * 1000 + 1_000_000]];
  if (typeof value === 'string') return [...always, ['is another text', 'Other'], ['is *', '*']];
  if (Array.isArray(value)) return [...always, ['is empty', []]];
  return isObject(value) && !intrinsicOf(value) ? [...always, ['is empty', {}]] : always;
}

function valueAt(resource: any, place: Place): unknown {
  return place.reduce((value, key) => value[key], resource);
}

function put(resource: any, place: Place, value: unknown): void {
  const parent = place.slice(0, -1).reduce((inside, key) => inside[key], resource);
  const key = place[place.length - 1];
  if (value !== GONE) parent[key] = value;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}
