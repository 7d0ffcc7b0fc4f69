import { fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-022',
  title: 'A function\'s policy is written in one place: whole, or permission by permission',
  severity: 'high',
  types: ['AWS::Lambda::ResourcePolicy'],
  rationale: 'A whole policy and single permissions overwrite each other: which of them holds depends on what was deployed last.',
  remediation: 'Use AWS::Lambda::Permission alone, or AWS::Lambda::ResourcePolicy alone.',
  check(policy) {
    const fn = resourceOf(policy.at('ResourceArn').value, 'AWS::Lambda::Function');
    if (!fn) return unknown('its function is not in the templates, so what else is permitted cannot be seen');
    const permissions = fn.referrers('AWS::Lambda::Permission').filter((permission) => resourceOf(permission.at('FunctionName').value) === fn);
    return permissions.length === 0 ? pass(fn.name) : fail('permissions and it overwrite each other', permissions.map(({ name }) => name).join(', '));
  },
};
