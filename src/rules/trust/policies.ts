import { describe, Statement, TemplateResource } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import { FoundPolicy, policiesOf } from '../../model/policies-anywhere';
import type { RuleResult } from '../rule';

/** Under this name a model has every resource that may hold a policy. */
export { HOLDERS_OF_POLICIES } from '../../model/template-model';

/** Filters of what others grant: they let nobody in. */
const FILTERS = ['AWS::EC2::VPCEndpoint', 'AWS::Organizations::Policy'];

/** Judges the statements of the policies anywhere in a resource that can be read. */
export function everyReadPolicy(resource: TemplateResource, judge: (statement: Statement, policy: FoundPolicy) => RuleResult): RuleResult {
  return everyPolicy(resource, judge, () => false, () => pass('its policy is not known before deployment, which is a finding of another rule'));
}

/** Judges the statements of the policies anywhere in a resource, but for places that the caller leaves to others. */
export function everyPolicy(
  resource: TemplateResource, judge: (statement: Statement, policy: FoundPolicy) => RuleResult,
  isLeftOut: (place: string) => boolean, unread = isUnread,
): RuleResult {
  if (FILTERS.includes(resource.type)) return pass('it only limits what others grant');
  const policies = policiesOf(resource).filter(({ place }) => !isLeftOut(place));
  return every(pass(), ...policies.flatMap((policy) => policy.statements?.map((statement) => judge(statement, policy)) ?? [unread(policy)]));
}

function isUnread({ place, document }: FoundPolicy): RuleResult {
  return unknown('its policy is not known before deployment', `${place}: ${describe(document.value)}`);
}

/** Fails with the place, where a resource has more than one. */
export function failAt(place: string, finding: string, seen: string): RuleResult {
  return fail(finding, `${place}: ${seen}`);
}
