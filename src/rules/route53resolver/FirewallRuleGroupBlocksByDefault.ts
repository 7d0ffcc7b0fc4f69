import { describe, Expression, textOf } from '../../model';
import { decide, every, fail, isOneOf, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-ROUTE53RESOLVER-001',
  title: 'Route 53 Resolver DNS Firewall rule groups block all domains that no earlier rule allows',
  severity: 'medium',
  types: ['AWS::Route53Resolver::FirewallRuleGroup'],
  rationale: 'Security groups do not filter queries to the VPC resolver: DNS queries can exfiltrate data as well as network connections can.',
  remediation: 'Add a last rule with action BLOCK for a domain list of *, after the rules with action ALLOW.',
  check(group) {
    const rules = group.at('FirewallRules').items();
    const priorities = rules.map((one) => Number(textOf(one.at('Priority').value) ?? NaN));
    if (priorities.some(Number.isNaN)) return unknown('the order of its rules is not known before deployment');
    const last = rules[priorities.indexOf(Math.max(...priorities))];
    if (!last) return fail('it has no rules', 'no FirewallRules');
    return every(
      isOneOf(last.at('Action'), ['BLOCK'], 'the action of its last rule is not BLOCK'),
      last.at('Qtype').isAbsent ? pass() : fail('its last rule blocks one query type only', 'Qtype'),
      isEveryName(last.at('FirewallDomainListId')),
      ...rules.filter((one) => one !== last).map(lastIsReached),
    );
  },
};

function isEveryName(id: Expression): RuleResult {
  const list = resourceOf(id.value, 'AWS::Route53Resolver::FirewallDomainList');
  if (!list) return unknown('the domain list of its last rule is not in the templates', describe(id.value));
  const names = list.at('Domains').items().map((name) => textOf(name.value));
  return names.includes('*') ? pass('*') : fail('the domain list of its last rule does not contain *', names.join(', ') || 'no Domains');
}

/** A rule before the last one that takes every name leaves it nothing to block. */
function lastIsReached(earlier: Expression): RuleResult {
  const { value } = earlier.at('FirewallDomainListId');
  if (textOf(earlier.at('Action').value) === 'BLOCK') return pass();
  if (value.kind === 'unknown') return unknown('the domains of an earlier rule are not known before deployment', describe(value));
  const names = resourceOf(value, 'AWS::Route53Resolver::FirewallDomainList')?.at('Domains').items() ?? [];
  return every(pass(), ...names.map((name) => decide(name, 'an earlier rule allows every domain', (text) => text !== '*')));
}
