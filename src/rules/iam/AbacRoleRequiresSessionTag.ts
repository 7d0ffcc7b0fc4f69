import { Statement, statementsOf, TemplateResource, textOf } from '../../model';
import { statementsForRole } from '../../model/identity-policies';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const TAG = /\$\{aws:PrincipalTag\/([^}]+)\}/gi;
const MAY_BE_TAG = /\{aws:principaltag\//i;
const ASSUME = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];

export const rule: Rule = {
  id: 'ZT-IAM-017',
  title: 'IAM roles with tag-based permissions require the session tag or fix it on the role',
  severity: 'medium',
  types: ['AWS::IAM::Role'],
  rationale: 'A session tag overrides a tag of the role. Where the trust policy does not require the tag, a '
    + 'session has no tenant, the tag of the role, or a tag that the caller chose.',
  remediation: 'Add a condition on aws:RequestTag/<tag> to the Allow of the trust policy; or tag the role itself, and do not allow sts:TagSession.',
  check(role) {
    const followed = tagsFollowed(role);
    if (followed.length === 0) return pass('no tag');
    const trust = statementsOf(role.at('AssumeRolePolicyDocument'));
    if (!trust) return unknown('its trust policy is not known before deployment');
    const allowing = trust.filter((statement) => statement.allows);
    return every(...followed.map((tag) => (isFixed(role, tag, allowing) ? pass(`${tag}, its own`) : every(...allowing.map((one) => demands(one, tag))))));
  },
};

/** The tags of the principal that its policies quote, in lower case, as IAM compares them. */
function tagsFollowed(role: TemplateResource): string[] {
  const values = statementsForRole(role).statements.filter(({ allows }) => allows)
    .flatMap(({ resources, conditions }) => [...resources, ...conditions.flatMap((condition) => condition.values)]);
  const texts = values.map((value) => textOf(value) ?? '').filter((text) => MAY_BE_TAG.test(text));
  return [...new Set(texts.flatMap((text) => [...text.matchAll(TAG)].map(([, tag]) => tag.toLowerCase())))];
}

/** Whether the role has the tag itself, and nobody who assumes it may give another one. */
function isFixed(role: TemplateResource, tag: string, allowing: Statement[]): boolean {
  const own = role.at('Tags').items().some((entry) => textOf(entry.at('Key').value)?.toLowerCase() === tag);
  return own && allowing.every((statement) => !statement.hasNotAction && !statement.covers(['sts:TagSession']));
}

function demands(statement: Statement, tag: string): RuleResult {
  const assumes = statement.hasNotAction || [...ASSUME, 'sts:TagSession'].some((action) => statement.covers([action]));
  if (!assumes) return pass();
  const conditions = statement.conditions.filter(({ operator, key }) => key === `aws:requesttag/${tag}` && /^String(Equals|Like)$/.test(operator));
  const named = conditions.some(({ values }) => values.length > 0 && values.every((value) => ![undefined, '*'].includes(textOf(value))));
  return named ? pass(tag) : fail('its trust policy does not require the tag that its permissions depend on', tag);
}
