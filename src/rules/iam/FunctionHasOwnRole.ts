import { describe, Expression, TemplateResource } from '../../model';
import { assumedOnlyBy, POLICY_TYPES } from '../../model/identity-policies';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

/** Names of properties by which a resource uses a role. */
const USES_ROLE = /(Role|Roles|RoleArn|RoleARN|RoleName|PermissionArn|Credentials)$/;

export const rule: Rule = {
  id: 'ZT-IAM-002',
  title: 'Lambda functions have a dedicated execution role that only Lambda can assume',
  severity: 'high',
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
    const others = role.referrers().filter((other) => other !== fn && !POLICY_TYPES.includes(other.type)
      && other.mayName(role, USES_ROLE) && uses(other.properties, role));
    return every(
      others.length === 0 ? pass(`${role.name}, used once`) : fail(`its role is also used by ${others.map((other) => other.name).join(', ')}`, role.name),
      assumedOnlyBy(role, 'lambda.amazonaws.com', 'edgelambda.amazonaws.com'), // Lambda@Edge runs the function by its own name
    );
  },
};

/** Whether a resource names the role where it takes a role, and not as somebody whom a policy lets in. */
function uses(properties: Expression, role: TemplateResource): boolean {
  return properties.entries().some(([name, value]) => (USES_ROLE.test(name)
    ? value.items().some((item) => resourceOf(item.value) === role)
    : !/Policy/.test(name) && value.items().some((item) => uses(item, role))));
}
