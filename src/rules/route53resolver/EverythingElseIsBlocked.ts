import { describe, Expression, textOf } from '../../model';
import { decide, every, fail, isOneOf, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-ROUTE53RESOLVER-001',
  title: 'A DNS firewall blocks every name that it does not allow',
  severity: 'high',
  types: ['AWS::Route53Resolver::FirewallRuleGroup'],
  rationale: 'Security groups do not see questions to the resolver of the VPC: a name carries data out as well as a packet does.',
  remediation: 'Let the last rule BLOCK a domain list of *, after the rules that ALLOW.',
  check(group) {
    const rules = group.at('FirewallRules').items();
    const priorities = rules.map((one) => Number(textOf(one.at('Priority').value) ?? NaN));
    if (priorities.some(Number.isNaN)) return unknown('the order of its rules is not known before deployment');
    const last = rules[priorities.indexOf(Math.max(...priorities))];
    if (!last) return fail('it blocks nothing', 'no FirewallRules');
    return every(
      isOneOf(last.at('Action'), ['BLOCK'], 'its last rule does not block'),
      last.at('Qtype').isAbsent ? pass() : fail('its last rule blocks one type of question only', 'Qtype'),
      isEveryName(last.at('FirewallDomainListId')),
      ...rules.filter((one) => one !== last).map(lastIsReached),
    );
  },
};

function isEveryName(id: Expression): RuleResult {
  const list = resourceOf(id.value, 'AWS::Route53Resolver::FirewallDomainList');
  if (!list) return unknown('the domain list of its last rule is not in the templates', describe(id.value));
  const names = list.at('Domains').items().map((name) => textOf(name.value));
  return names.includes('*') ? pass('*') : fail('its last rule does not block every name', names.join(', ') || 'no Domains');
}

/** A rule before the last one that takes every name leaves it nothing to block. */
function lastIsReached(earlier: Expression): RuleResult {
  const { value } = earlier.at('FirewallDomainListId');
  if (textOf(earlier.at('Action').value) === 'BLOCK') return pass();
  if (value.kind === 'unknown') return unknown('which names it allows is not known before deployment', describe(value));
  const names = resourceOf(value, 'AWS::Route53Resolver::FirewallDomainList')?.at('Domains').items() ?? [];
  return every(pass(), ...names.map((name) => decide(name, 'it allows every name before', (text) => text !== '*')));
}
