import { calledAs, Change } from './change';
import { GUARDING_SETTINGS } from './guarding-settings';
import { Guarding, guardingOf } from './guarding-words';
import { Leaf, leavesOf } from './leaves';
import type { Matching } from './matching';
import type { Names } from './names';
import type { TemplateModel, TemplateResource } from '../../model';
import { append } from '../../model/append';
import { policiesOf } from '../../model/policies-anywhere';

/**
 * Values within resources of both versions that may guard less now, of all that have no order of their own in `GUARDING_SETTINGS`: by the words
 * of their names, as no list knows each property of each service.
 */
export function valueChanges(current: TemplateModel, matching: Matching, names: Names): Change[] {
  return current.resources.flatMap((resource): Change[] => {
    const before = matching.other(resource);
    if (!before || isWrittenAlike(before, resource, names)) return [];
    const [was, now] = [before, resource].map((one) => byPath(guardingLeaves(one, names)));
    return [...new Set([...was.keys(), ...now.keys()])].flatMap((path): Change[] => {
      const [had, has] = [was, now].map((leaves) => leaves.get(path) ?? []);
      const { kind, weaker } = guardingOf(resource.type, path)!;
      if (!isWeaker(weaker, path, had, has)) return [];
      const [name, place] = [calledAs(resource), path.replace(/\[\]/g, '')];
      return [{ kind, from: name, to: place, text: `${name} has another ${place}: ${said(has)}, and before ${said(had)}`, resource, version: 'new' }];
    });
  });
}

/** Cheap to tell. The same text may be another value where mappings are others. */
function isWrittenAlike(before: TemplateResource, resource: TemplateResource, names: Names): boolean {
  const [was, now] = [before, resource].map(({ properties, stack }) => names.written(properties.source, stack, 0));
  return was === now && resource.stack.entries('Mappings').length === 0;
}

function guardingLeaves(resource: TemplateResource, names: Names): Leaf[] {
  const policies = new Set(policiesOf(resource).map(({ place }) => place.replace(/[.[].*$/s, '')));
  const ordered = GUARDING_SETTINGS.filter(({ types }) => types.includes(resource.type)).map(({ at }) => at.split('.*').join(''));
  const isOrdered = (path: string) => ordered.some((at) => path === at || (path.startsWith(at) && /^[.[]/.test(path.slice(at.length))));
  const counts = (path: string) => guardingOf(resource.type, path) !== undefined && !isOrdered(path.replace(/\[[^\]]*\]/g, ''));
  return leavesOf(resource, (property) => policies.has(property), counts, names);
}

function byPath(leaves: Leaf[]): Map<string, Leaf[]> {
  const found = new Map<string, Leaf[]>();
  for (const leaf of leaves) append(found, leaf.path, leaf);
  return found;
}

const STRONG = /^(?:true|enabled?|active|on|enforced?|required?|always|block|deny|drop|aws:drop\w*|https|https-only|tls)$/i;
const WEAK = /^(?:false|disabled?|inactive|off|none|never|suspended|allow|pass|aws:pass|count|http|plaintext)$/i;
/** Actions that let through what others would block. */
const LETS_THROUGH = /\.(?:Count|Allow|Pass|Alert)(?:\.|$)/;

function isWeaker(weaker: Guarding['weaker'], path: string, was: Leaf[], now: Leaf[]): boolean {
  const [had, has] = [was, now].map((leaves) => new Set(leaves.map(({ label }) => label)));
  const [came, went] = [[...has].filter((label) => !had.has(label)), [...had].filter((label) => !has.has(label))];
  if (came.length + went.length === 0) return false;
  if (LETS_THROUGH.test(path)) return came.length > 0;
  if (weaker === 'more') return came.length > 0 && !(went.length > 0 && came.every((label) => STRONG.test(label)) && went.every((label) => WEAK.test(label)));
  if (weaker === 'true') return came.length > 0 && !came.every((label) => WEAK.test(label));
  if ((weaker === 'lower' || weaker === 'higher') && [...had, ...has].every((label) => Number.isFinite(Number(label)))) {
    if (was.length === 0) return false;
    const far = (labels: Set<string>) => Math.max(...[...labels].map((label) => (weaker === 'higher' ? 1 : -1) * Number(label)));
    return now.length === 0 ? weaker === 'higher' || went.length > 0 : far(has) > far(had);
  }
  if (weaker === 'other') return came.length === 0 || !came.every((label) => STRONG.test(label));
  // what comes without anything that goes asks for more, unless it switches off
  if (went.length === 0) return came.some((label) => WEAK.test(label));
  return !(went.every((label) => WEAK.test(label)) || (came.length > 0 && came.every((label) => STRONG.test(label))));
}

function said(leaves: Leaf[]): string {
  return leaves.map(({ name }) => name).join(', ') || 'not set';
}
