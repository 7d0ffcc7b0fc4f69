import { describe, Expression, TemplateResource, textOf } from '../../model';
import { besides, isInAccountOf } from '../../model/beside';
import { every, fail, isNotEmpty, isThere, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** Source: AWS WAF developer guide, "AWS Managed Rules rule groups list". */
const GROUPS = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesAnonymousIpList',
  'AWSManagedRulesCommonRuleSet',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesSQLiRuleSet',
];
/** What judges the address that a request comes from. Behind CloudFront that is an address of CloudFront. */
const BY_ADDRESS = ['AWSManagedRulesAmazonIpReputationList', 'AWSManagedRulesAnonymousIpList'];
/** Its limit of 8 KB may give way to a limit of the web ACL's own. */
const BODY_LIMIT = 'SizeRestrictions_BODY';

export const rule: Rule = {
  id: 'ZT-WAF-001',
  title: 'AWS WAF web ACLs block requests by the AWS managed core, bad inputs, SQLi and IP rule groups',
  severity: 'medium',
  types: ['AWS::WAFv2::WebACL'],
  rationale: 'A rule group that counts instead of blocking lets every attack through, but looks like protection.',
  remediation: 'Use the rule groups AmazonIpReputationList, AnonymousIpList, CommonRuleSet, KnownBadInputsRuleSet and SQLiRuleSet with OverrideAction None, without scope-down statement and without overrides to Count or Allow.',
  check(acl) {
    // web ACLs of CloudFront are in us-east-1, wherever the API is
    const elsewhere = isBehindCloudFront(acl) ? besides(acl, acl.stack.model.ofType('AWS::WAFv2::WebACL').filter(isAtTheEdge), isInAccountOf).there : [];
    return every(isNotEmpty(acl.at('Rules'), 'it has no rules'), ...GROUPS.map((group) => (
      BY_ADDRESS.includes(group) && elsewhere.length > 0 ? every(...elsewhere.map((edge) => blocks(edge, group))) : blocks(acl, group))));
  },
};

/** A regional web ACL that limits by the address that was forwarded to it. */
function isBehindCloudFront(acl: TemplateResource): boolean {
  return textOf(acl.at('Scope').value) === 'REGIONAL'
    && acl.at('Rules').items().some((one) => textOf(one.at('Statement', 'RateBasedStatement', 'AggregateKeyType').value) === 'FORWARDED_IP');
}

function isAtTheEdge(acl: TemplateResource): boolean {
  return textOf(acl.at('Scope').value) === 'CLOUDFRONT';
}

function blocks(acl: TemplateResource, group: string): RuleResult {
  const rules = acl.at('Rules').items();
  const found = rules.find((one) => textOf(one.at('Statement', 'ManagedRuleGroupStatement', 'Name').value) === group
    && textOf(one.at('Statement', 'ManagedRuleGroupStatement', 'VendorName').value) === 'AWS');
  if (!found) {
    return rules.some((one) => one.value.kind === 'unknown') ? unknown(`whether it has ${group} is not known before deployment`) : fail(`it has no ${group}`, 'no such rule group');
  }
  const statement = found.at('Statement', 'ManagedRuleGroupStatement');
  const override = found.at('OverrideAction');
  return every(
    isThere(override.at('None')) ? pass() : fail(`${group} does not block`, describe(override.value)),
    statement.at('ScopeDownStatement').isAbsent ? pass() : fail(`${group} has a scope-down statement`, 'ScopeDownStatement'),
    ...statement.at('ExcludedRules').items().map((excluded) => fail(`${group} does not block ${textOf(excluded.at('Name').value)}`, 'ExcludedRules')),
    ...statement.at('RuleActionOverrides').items().filter((one) => !keepsBlocking(acl, one)).map((one) => fail(
      `${group} does not block ${textOf(one.at('Name').value)}`, describe(one.at('ActionToUse').value),
    )),
  );
}

function keepsBlocking(acl: TemplateResource, override: Expression): boolean {
  const action = override.at('ActionToUse').entries().map(([name]) => name);
  if (action.length === 1 && ['Block', 'Captcha', 'Challenge'].includes(action[0])) return true;
  return textOf(override.at('Name').value) === BODY_LIMIT && acl.at('Rules').items().some(limitsBodies);
}

/** Whether a rule blocks by size of the body, and also what is too large to be inspected. */
function limitsBodies(one: Expression): boolean {
  if (!isThere(one.at('Action', 'Block'))) return false;
  return [one.at('Statement'), ...one.at('Statement', 'OrStatement', 'Statements').items()].some((statement) => (
    textOf(statement.at('SizeConstraintStatement', 'FieldToMatch', 'Body', 'OversizeHandling').value) === 'MATCH'
  ));
}
