import { describe, Expression, textOf } from '../../model';
import { every, fail, isNotEmpty, isThere, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-WAF-007',
  title: 'AWS WAF rule groups have rules, and web ACLs do not override their actions to Count or Allow',
  severity: 'medium',
  types: ['AWS::WAFv2::RuleGroup', 'AWS::WAFv2::WebACL'],
  rationale: 'A rule group that only counts, or has no rules, lets every request through, but looks like protection.',
  remediation: 'Use OverrideAction None for rule groups, without overrides to Count or Allow, and add rules to each rule group.',
  check(resource) {
    if (resource.type === 'AWS::WAFv2::RuleGroup') return isNotEmpty(resource.at('Rules'), 'it has no rules');
    const groups = resource.at('Rules').items().filter((one) => !one.at('Statement', 'RuleGroupReferenceStatement').isAbsent);
    return every(pass(`${groups.length} groups`), ...groups.map(blocks));
  },
};

function blocks(one: Expression): RuleResult {
  if (one.value.kind === 'unknown') return unknown('a rule is not known before deployment');
  const name = textOf(one.at('Name').value) ?? 'a rule group';
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
