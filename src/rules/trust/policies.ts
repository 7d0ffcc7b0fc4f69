import { describe, Statement, TemplateResource } from '../../model';
import { everyStatementOf } from '../../model/each-statement';
import { intrinsicOf } from '../../model/json';
import { every, fail, pass, unknown } from '../../model/judge';
import { everyPolicyOf, PlacedPolicy, policiesOf } from '../../model/policies-anywhere';
import type { RuleResult } from '../rule';

/** Under this name a model has every resource that may hold a policy. */
export { HOLDERS_OF_POLICIES } from '../../model/template-model';

/** Filters of what others grant: they let nobody in. */
const FILTERS = ['AWS::EC2::VPCEndpoint', 'AWS::Organizations::Policy'];

type Judge = (statement: Statement, policy: PlacedPolicy) => RuleResult;

/** Judges the statements of the policies anywhere in a resource that can be read. */
export function everyReadPolicy(resource: TemplateResource, judge: Judge): RuleResult {
  return everyPolicy(resource, judge, () => false, () => pass('its policy is not known before deployment, which is a finding of another rule'));
}

/** Judges the statements of the policies anywhere in a resource, but for places that the caller leaves to others. */
export function everyPolicy(resource: TemplateResource, judge: Judge, isLeftOut: (place: string) => boolean, unread = isUnread): RuleResult {
  if (FILTERS.includes(resource.type)) return pass('it only limits what others grant');
  if (isConditional(resource)) {
    return everyPolicyOf(resource, (policy, isRead) => {
      if (isLeftOut(policy.place)) return pass();
      return isRead ? everyStatementOf(policy.document, (statement) => judge(statement, policy), () => unread(policy)) : unread(policy);
    });
  }
  const policies = policiesOf(resource).filter(({ place }) => !isLeftOut(place));
  return every(pass(), ...policies.flatMap((policy) => policy.statements?.map((statement) => judge(statement, policy)) ?? [unread(policy)]));
}

/** Functions that give one thing or another. */
const CHOOSES = ['Fn::If', 'Fn::FindInMap'];
const conditional = new WeakMap<TemplateResource, boolean>();

/** Whether something in a resource depends on a condition or a key: where nothing does, its policies are read once for all rules. By a list and not by recursion. */
export function isConditional(resource: TemplateResource): boolean {
  let is = conditional.get(resource);
  if (is !== undefined) return is;
  const left: unknown[] = [resource.properties.source];
  is = false;
  for (let json = left.pop(); json !== undefined && !is; json = left.pop()) {
    is = CHOOSES.includes(intrinsicOf(json)?.name ?? '');
    for (const inner of Object.values(json as object)) if (typeof inner === 'object' && inner !== null) left.push(inner);
  }
  conditional.set(resource, is);
  return is;
}

function isUnread({ place, document }: PlacedPolicy): RuleResult {
  return unknown('its policy is not known before deployment', `${place}: ${describe(document.value)}`);
}

/** Fails with the place, where a resource has more than one. */
export function failAt(place: string, finding: string, seen: string): RuleResult {
  return fail(finding, `${place}: ${seen}`);
}
