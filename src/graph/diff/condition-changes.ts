import { calledAs, Change, ChangeKind, Risk } from './change';
import { ALWAYS, both, conditionOf, differenceOf, either, Formula, formulaOf, not } from './formulas';
import { GUARDING_SETTINGS } from './guarding-settings';
import { CONTROLS, guardingOf } from './guarding-words';
import type { Matching } from './matching';
import type { Names } from './names';
import { OPENS } from './opened';
import { TemplateModel, TemplateResource, TemplateStack } from '../../model';
import { TYPES_WITH_PERMISSIONS } from '../../model/identity-policies';
import { intrinsicOf, isObject } from '../../model/json';
import { mayHoldPolicy } from '../../model/policies-anywhere';
import type { TrustGraph } from '../trust/trust-graph';

const MAX_DEPTH = 40;

/**
 * Resources and values of both versions that are in other deployments than before, as the definition of a condition is another one. How conditions
 * are called and put together makes no difference.
 */
export function conditionChanges(current: TemplateModel, graph: TrustGraph, matching: Matching, names: Names): Change[] {
  const opening = openingIn(graph);
  return current.resources.flatMap((resource) => {
    const before = matching.other(resource);
    if (!before) return [];
    return [...existence(before, resource, opening.has(resource), names), ...values(before, resource, names)];
  });
}

/** What is a reason for an edge, or acts. */
function openingIn({ edges }: TrustGraph): Set<TemplateResource> {
  const all = edges.flatMap(({ from, because }) => [from.resource, ...because.map(({ resource }) => resource)]);
  return new Set(all.filter((one) => one !== undefined));
}

function existence(before: TemplateResource, resource: TemplateResource, isInGraph: boolean, names: Names): Change[] {
  const [was, now] = [before, resource].map((one) => formulaOf(one, names));
  const { more, fewer } = differenceOf(was, now);
  if (!more && !fewer) return [];
  const isDenial = resource.type === 'AWS::EC2::NetworkAclEntry' && /"RuleAction":"deny"/i.test(JSON.stringify(before.properties.source));
  const guards = CONTROLS.test(resource.type) || isDenial;
  const isOpening = !guards && (isInGraph || resource.type in OPENS || mayHoldPolicy(resource) || OTHER_OPENINGS.test(resource.type));
  const mayDeny = mayHoldPolicy(resource) && JSON.stringify(before.properties.source).includes('"Deny"');
  const name = calledAs(resource);
  const told = (kind: ChangeKind, what: string): Change => ({
    kind, from: name, to: 'Condition', text: `${name} is in ${what} deployments: ${now.text}, and before ${was.text}`, resource, version: 'new',
  });
  return [
    ...(fewer && guards ? [told(isDenial ? 'removed-deny' : 'removed-control', more ? 'other' : 'fewer')] : []),
    ...(more && isOpening ? [told('widened', fewer ? 'other' : 'more')] : []),
    ...(fewer && mayDeny ? [told('removed-deny', more ? 'other' : 'fewer')] : []),
  ];
}

/** Types that open a way and may be no reason of an edge, as what they open is not in the templates. */
const OTHER_OPENINGS = /^AWS::(?:ApiGateway(?:V2)?::(?:Method|Route)|EC2::SecurityGroup(?:Ingress|Egress)|ElasticLoadBalancingV2::Listener(?:Rule)?|Lambda::(?:Permission|Url)|IAM::.*|SNS::Subscription|Logs::SubscriptionFilter)$/;

/** A text within the properties, and when it is there. */
interface Placed {
  readonly path: string;
  readonly effect?: string;
  readonly when: Formula;
}

function values(before: TemplateResource, resource: TemplateResource, names: Names): Change[] {
  if (![before, resource].every(({ properties: { source } }) => JSON.stringify(source ?? {}).includes('"Fn::If"'))) return [];
  const [was, now] = [before, resource].map((one) => placedIn(one, names));
  const told = new Map<string, Change>();
  const textsAt = (path: string, placed: Map<string, Placed>) => [...placed].filter(([, one]) => one.path === path).map(([key]) => key).sort().join();
  for (const [key, { path, effect, when }] of now) {
    const old = was.get(key);
    const kind = old && kindOf(resource, path, effect);
    if (!kind) continue;
    const { more, fewer } = differenceOf(old.when, when);
    // where another value came or went, it is told as that value
    if (effect === undefined && textsAt(path, was) !== textsAt(path, now)) continue;
    if (effect === 'Allow' ? !more : effect === 'Deny' ? !fewer : !more && !fewer) continue;
    const [name, place] = [calledAs(resource), path.replace(/\[\]/g, '').replace(/(?<=Policies|Document|Policy)\..*$/, '')];
    told.set(`${kind} ${place}`, {
      kind, from: name, to: place, text: `${name} has a value of ${place} in other deployments: ${when.text}, and before ${old.when.text}`, resource, version: 'new',
    });
  }
  return [...told.values()];
}

function kindOf({ type }: TemplateResource, path: string, effect: string | undefined): Risk | undefined {
  if (effect === 'Deny') return 'removed-deny';
  if (effect !== undefined || TYPES_WITH_PERMISSIONS.includes(type) || /^AWS::EC2::SecurityGroup|Permission$/.test(type)) return 'widened';
  const plain = path.replace(/\[\]/g, '');
  const setting = GUARDING_SETTINGS.find(({ types, at }) => types.includes(type) && plain.startsWith(at.split('.*').join('')));
  return setting?.kind ?? guardingOf(type, path)?.kind;
}

function placedIn(resource: TemplateResource, names: Names): Map<string, Placed> {
  const found = new Map<string, Placed>();
  const add = (path: string, text: string, when: Formula, effect: string | undefined) => {
    const key = `${path} ${text} ${effect}`;
    const other = found.get(key);
    found.set(key, { path, effect, when: other ? either(other.when, when) : when });
  };
  walk(resource.properties.source, { stack: resource.stack, names, add }, { path: '', when: ALWAYS, depth: 0 });
  return found;
}

interface Walk {
  readonly stack: TemplateStack;
  readonly names: Names;
  readonly add: (path: string, text: string, when: Formula, effect: string | undefined) => void;
}

function walk(json: unknown, to: Walk, { path, when, effect, depth }: { path: string; when: Formula; effect?: string; depth: number }): void {
  const { stack, names, add } = to;
  const intrinsic = intrinsicOf(json);
  if (intrinsic?.name === 'Fn::If' && Array.isArray(intrinsic.argument) && depth < MAX_DEPTH) {
    const [condition, yes, no] = intrinsic.argument as unknown[];
    const holds = conditionOf(stack, { Condition: condition }, names);
    walk(yes, to, { path, when: both(when, holds), effect, depth: depth + 1 });
    walk(no, to, { path, when: both(when, not(holds)), effect, depth: depth + 1 });
  } else if (intrinsic?.name === 'Ref' && intrinsic.argument === 'AWS::NoValue') {
    // nothing is there
  } else if (!intrinsic && Array.isArray(json) && depth < MAX_DEPTH) {
    for (const item of json) walk(item, to, { path: `${path}[]`, when, effect, depth: depth + 1 });
  } else if (!intrinsic && isObject(json) && depth < MAX_DEPTH) {
    const own = typeof json.Effect === 'string' ? json.Effect : effect;
    for (const [key, value] of Object.entries(json)) walk(value, to, { path: path === '' ? key : `${path}.${key}`, when, effect: own, depth: depth + 1 });
  } else if (json !== undefined) {
    add(path, names.written(json, stack, 0), when, effect);
  }
}
