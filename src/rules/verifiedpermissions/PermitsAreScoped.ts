import { describe, textOf } from '../../model';
import { fail, isThere, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

/** `permit (principal, action, resource)` as Cedar takes it, with no condition but those that always hold. */
const UNSCOPED = /permit\(principal,action,resource,?\)(when\{true\}|unless\{false\})*(;|$)/;

export const rule: Rule = {
  id: 'ZT-VERIFIEDPERMISSIONS-003',
  title: 'A policy permits somebody something, and never everyone everything',
  severity: 'critical',
  types: ['AWS::VerifiedPermissions::Policy', 'AWS::VerifiedPermissions::PolicyTemplate'],
  rationale: 'One permit without scope and condition decides for every request: whatever else the store holds, only a forbid is still of use.',
  remediation: 'Name a principal, an action or a resource in the scope of the permit, or hold it under when.',
  check(policy) {
    const isTemplate = policy.type === 'AWS::VerifiedPermissions::PolicyTemplate';
    const statement = isTemplate ? policy.at('Statement') : policy.at('Definition', 'Static', 'Statement');
    if (!isTemplate && statement.isAbsent && isThere(policy.at('Definition', 'TemplateLinked'))) return pass('linked to a template');
    const { value } = statement;
    const text = textOf(value);
    if (text !== undefined && UNSCOPED.test(bare(text))) return fail('it permits everyone everything', text);
    return value.kind === 'unknown' || text === undefined ? unknown('what it permits is not known before deployment', describe(value)) : pass(text);
  },
};

/** Cedar without texts, comments and white space. */
function bare(cedar: string): string {
  return cedar.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*/g, (part) => (part.startsWith('"') ? '""' : '')).replace(/\s+/g, '');
}
