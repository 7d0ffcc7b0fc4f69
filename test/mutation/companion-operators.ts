import { Change, referred } from './operators';
import { GONE, Place, Resources, valueAt } from './places';

/**
 * Ways to break what stands beside a judged resource and makes it secure: a policy, an association, a schedule. It is taken
 * away, or it is there for another resource.
 */
export function companionChanges(resources: Resources, judged: string, read: Place[]): Change[] {
  const companions = new Set(read.map(([logicalId]) => logicalId).filter((logicalId) => logicalId !== judged));
  const removed = [...companions].filter((logicalId) => namesOf(resources[logicalId]).has(judged) && !isNamed(resources, logicalId))
    .map((logicalId): Change => ({ operator: 'take away', place: [logicalId], values: [GONE] }));
  const redirected = read.filter((place) => place.length > 2 && companions.has(place[0]) && referred(valueAt(resources, place)) === judged)
    .map((place): Change => ({
      operator: 'point elsewhere', place, values: [elsewhere(valueAt(resources, place))], added: { Elsewhere: resources[judged] },
    }));
  return [...removed, ...redirected];
}

function elsewhere(reference: any): unknown {
  return reference.Ref ? { Ref: 'Elsewhere' } : { 'Fn::GetAtt': ['Elsewhere', ...reference['Fn::GetAtt'].slice(1)] };
}

/** Whether another resource names it, so that the template would not deploy without it. */
function isNamed(resources: Resources, logicalId: string): boolean {
  return Object.values(resources).some((other) => other !== resources[logicalId]
    && (namesOf(other).has(logicalId) || [other.DependsOn].flat().includes(logicalId)));
}

const known = new WeakMap<object, Set<string>>();

/** Logical ids that a resource names. */
function namesOf(resource: any): Set<string> {
  const names = known.get(resource) ?? new Set(collect(resource.Properties));
  known.set(resource, names);
  return names;
}

function collect(json: any): string[] {
  if (typeof json !== 'object' || json === null) return [];
  const name = referred(json);
  return [...(name === undefined ? [] : [name]), ...Object.values(json).flatMap(collect)];
}
