import { Expression, textOf } from '../../model';
import { every, fail, isThere, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** Parts of a request that AWS WAF looks at up to a size only, and what it does when they are left to it. */
const PARTS = ['Body', 'Cookies', 'Headers', 'JsonBody'];

export const rule: Rule = {
  id: 'ZT-WAF-004',
  title: 'AWS WAF block rules set oversize handling to MATCH',
  severity: 'medium',
  types: ['AWS::WAFv2::RuleGroup', 'AWS::WAFv2::WebACL'],
  rationale: 'AWS WAF inspects only the first kilobytes of a request component. With CONTINUE or NO_MATCH, padding hides an attack.',
  remediation: 'Set OversizeHandling to MATCH in the FieldToMatch of each rule with action Block.',
  check(acl) {
    const rules = acl.at('Rules').items();
    return every(pass(`${rules.length} rules`), ...rules.map(blocksPadding));
  },
};

function blocksPadding(one: Expression): RuleResult {
  if (one.value.kind === 'unknown') return unknown('a rule is not known before deployment');
  if (!isThere(one.at('Action', 'Block'))) return pass();
  const name = textOf(one.at('Name').value) ?? 'a rule';
  return every(...partsIn(one.at('Statement')).map(([part, field]): RuleResult => {
    const handling = field.at('OversizeHandling');
    if (handling.value.kind === 'unknown') return unknown(`the oversize handling of ${name} is not known before deployment`);
    return textOf(handling.value) === 'MATCH' ? pass() : fail(`${name} does not match oversize requests`, `${part}: ${textOf(handling.value) ?? 'CONTINUE'}`);
  }));
}

/** Under Not, a match lets through: there the rule decides by what it does not find, and NO_MATCH is the safe one. */
function partsIn(statement: Expression): [string, Expression][] {
  return statement.entries().flatMap(([kind, inside]): [string, Expression][] => {
    if (kind === 'NotStatement') return [];
    if (kind === 'AndStatement' || kind === 'OrStatement') return inside.at('Statements').items().flatMap(partsIn);
    if (kind === 'RateBasedStatement') return partsIn(inside.at('ScopeDownStatement'));
    return PARTS.map((part): [string, Expression] => [part, inside.at('FieldToMatch', part)]).filter(([, field]) => !field.isAbsent);
  });
}
