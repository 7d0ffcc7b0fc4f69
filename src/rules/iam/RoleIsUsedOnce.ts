import { describe, Expression, TemplateResource } from '../../model';
import { assumedOnlyBy, POLICY_TYPES } from '../../model/identity-policies';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

/** Names of properties by which a resource uses a role. */
const USES_ROLE = /(Role|Roles|RoleArn|RoleARN|RoleName|PermissionArn|Credentials)$/;

export const rule: Rule = {
  id: 'ZT-IAM-002',
  title: 'A function has a role of its own, which nothing else uses or assumes',
  severity: 'high',
  types: ['AWS::Lambda::Function'],
  rationale: 'Who shares a role shares every permission on it: a fault in one function opens what was granted to the other.',
  remediation: 'Give each function its own role, which only lambda.amazonaws.com may assume.',
  check(fn) {
    const { value } = fn.at('Role');
    const role = resourceOf(value, 'AWS::IAM::Role');
    if (!role) {
      return value.kind === 'known' && value.value === undefined
        ? fail('it names no role')
        : unknown('its role is not in the templates, so what else uses it cannot be seen', describe(value));
    }
    const others = role.referrers().filter((other) => other !== fn && !POLICY_TYPES.includes(other.type)
      && other.mayName(role, USES_ROLE) && uses(other.properties, role));
    return every(
      others.length === 0 ? pass(`${role.name}, used once`) : fail(`its role is also used by ${others.map((other) => other.name).join(', ')}`, role.name),
      assumedOnlyBy(role, 'lambda.amazonaws.com'),
    );
  },
};

/** Whether a resource names the role where it takes a role, and not as somebody whom a policy lets in. */
function uses(properties: Expression, role: TemplateResource): boolean {
  return properties.entries().some(([name, value]) => (USES_ROLE.test(name)
    ? value.items().some((item) => resourceOf(item.value) === role)
    : !/Policy/.test(name) && value.items().some((item) => uses(item, role))));
}
