import { describe, Expression, TemplateResource } from '../../model';
import { assumedOnlyBy, POLICY_TYPES } from '../../model/identity-policies';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import { remembered } from '../../model/remembered';
import type { Rule } from '../rule';

/** Names of properties by which a resource uses a role. */
const USES_ROLE = /(Role|Roles|RoleArn|RoleARN|RoleName|PermissionArn|Credentials)$/;

/** So many other users of a role are told by name. */
const MAX_NAMES = 20;

export const rule: Rule = {
  id: 'ZT-IAM-002',
  title: 'Lambda functions have a dedicated execution role that only Lambda can assume',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'Functions that share a role share its permissions: a vulnerability in one function exposes what was granted to the other.',
  remediation: 'Give each function its own role, which only lambda.amazonaws.com can assume.',
  check(fn) {
    const { value } = fn.at('Role');
    const role = resourceOf(value, 'AWS::IAM::Role');
    if (!role) {
      return value.kind === 'known' && value.value === undefined
        ? fail('it has no role')
        : unknown('its role is not in the templates, so other uses of it are not known', describe(value));
    }
    const others = usersOf(role).filter((other) => other !== fn);
    return every(
      others.length === 0 ? pass(`${role.name}, used once`) : fail(`its role is also used by ${named(others)}`, role.name),
      assumedOnlyBy(role, 'lambda.amazonaws.com', 'edgelambda.amazonaws.com'), // Lambda@Edge runs the function by its own name
    );
  },
};

/** What uses a role, once for all functions that have it. */
const usersOf = remembered((role) => role.referrers().filter((other) => !POLICY_TYPES.includes(other.type)
  && other.mayName(role, USES_ROLE) && uses(other.properties, role)));

/** So that the findings of a role that hundreds share do not grow with the square of their number. */
function named(others: TemplateResource[]): string {
  const some = others.slice(0, MAX_NAMES).map((other) => other.name).join(', ');
  return others.length > MAX_NAMES ? `${some} and ${others.length - MAX_NAMES} more` : some;
}

/** Whether a resource names the role where it takes a role, and not as somebody whom a policy lets in. */
function uses(properties: Expression, role: TemplateResource): boolean {
  const entries = properties.entries();
  return entries.some(([name, value]) => USES_ROLE.test(name) && value.items().some((item) => resourceOf(item.value) === role))
    || entries.some(([name, value]) => !USES_ROLE.test(name) && !/Policy/.test(name) && value.items().some((item) => uses(item, role)));
}
