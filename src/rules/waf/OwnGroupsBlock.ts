import { describe, Expression, textOf } from '../../model';
import { every, fail, isNotEmpty, isThere, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-WAF-007',
  title: 'What the rule groups of a web ACL find is blocked, and no group is empty',
  severity: 'medium',
  types: ['AWS::WAFv2::RuleGroup', 'AWS::WAFv2::WebACL'],
  rationale: 'A group that counts, or has no rules, lets everything through and looks like a firewall.',
  remediation: 'Use OverrideAction None for rule groups, without overrides to Count or Allow, and give each rule group rules.',
  check(resource) {
    if (resource.type === 'AWS::WAFv2::RuleGroup') return isNotEmpty(resource.at('Rules'), 'it has no rules');
    const groups = resource.at('Rules').items().filter((one) => !one.at('Statement', 'RuleGroupReferenceStatement').isAbsent);
    return every(pass(`${groups.length} groups`), ...groups.map(blocks));
  },
};

function blocks(one: Expression): RuleResult {
  if (one.value.kind === 'unknown') return unknown('a rule is not known before deployment');
  const name = textOf(one.at('Name').value) ?? 'a group';
  const overrides = one.at('Statement', 'RuleGroupReferenceStatement', 'RuleActionOverrides').items();
  return every(
    isThere(one.at('OverrideAction', 'None')) ? pass() : fail(`${name} does not block`, describe(one.at('OverrideAction').value)),
    ...overrides.map((override): RuleResult => {
      const actions = override.at('ActionToUse').entries().map(([action]) => action);
      return actions.length === 1 && ['Block', 'Captcha', 'Challenge'].includes(actions[0]) ? pass()
        : fail(`${name} does not block ${textOf(override.at('Name').value)}`, describe(override.at('ActionToUse').value));
    }),
  );
}
