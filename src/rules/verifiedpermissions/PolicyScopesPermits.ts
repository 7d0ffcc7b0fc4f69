import { describe, textOf } from '../../model';
import { fail, isThere, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

/** `permit (principal, action, resource)` as Cedar takes it, with no condition but those that always hold. */
const UNSCOPED = /permit\(principal,action,resource,?\)(when\{true\}|unless\{false\})*(;|$)/;

export const rule: Rule = {
  id: 'ZT-VERIFIEDPERMISSIONS-003',
  title: 'Verified Permissions policies do not permit every principal every action on every resource',
  severity: 'critical',
  types: ['AWS::VerifiedPermissions::Policy', 'AWS::VerifiedPermissions::PolicyTemplate'],
  rationale: 'A permit without scope and condition allows every request: no other permit of the policy store matters, and only a forbid can still deny.',
  remediation: 'Name a principal, an action or a resource in the scope of the permit, or add a when clause.',
  check(policy) {
    const isTemplate = policy.type === 'AWS::VerifiedPermissions::PolicyTemplate';
    const statement = isTemplate ? policy.at('Statement') : policy.at('Definition', 'Static', 'Statement');
    if (!isTemplate && statement.isAbsent && isThere(policy.at('Definition', 'TemplateLinked'))) return pass('linked to a template');
    const { value } = statement;
    const text = textOf(value);
    if (text !== undefined && UNSCOPED.test(bare(text))) return fail('it permits every principal every action on every resource', text);
    return value.kind === 'unknown' || text === undefined ? unknown('its statement is not known before deployment', describe(value)) : pass(text);
  },
};

/** Cedar without texts, comments and white space. */
function bare(cedar: string): string {
  return cedar.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*/g, (part) => (part.startsWith('"') ? '""' : '')).replace(/\s+/g, '');
}
