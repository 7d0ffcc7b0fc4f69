import { fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-022',
  title: 'Lambda functions with an AWS::Lambda::ResourcePolicy have no AWS::Lambda::Permission',
  severity: 'high',
  types: ['AWS::Lambda::ResourcePolicy'],
  rationale: 'A resource policy and single permissions overwrite each other: the last deployment determines which of them is in effect.',
  remediation: 'Use AWS::Lambda::Permission alone, or AWS::Lambda::ResourcePolicy alone.',
  check(policy) {
    const fn = resourceOf(policy.at('ResourceArn').value, 'AWS::Lambda::Function');
    if (!fn) return unknown('its function is not in the templates, so other permissions are not known');
    const permissions = fn.referrers('AWS::Lambda::Permission').filter((permission) => resourceOf(permission.at('FunctionName').value) === fn);
    return permissions.length === 0 ? pass(fn.name) : fail('it and AWS::Lambda::Permission resources overwrite each other', permissions.map(({ name }) => name).join(', '));
  },
};
