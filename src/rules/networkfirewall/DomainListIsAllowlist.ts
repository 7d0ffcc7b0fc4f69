import { Expression, textOf } from '../../model';
import { every, fail, isNotEmpty, isOneOf, pass, some, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-NETWORKFIREWALL-004',
  title: 'Network Firewall domain lists are allowlists of named domains that inspect TLS SNI',
  severity: 'medium',
  types: ['AWS::NetworkFirewall::RuleGroup'],
  rationale: 'A denylist passes every domain that is not on it. Without TLS_SNI, a domain list inspects plain HTTP only.',
  remediation: 'Set GeneratedRulesType to ALLOWLIST, TargetTypes to TLS_SNI, and Targets to the domains that the app calls.',
  check(group) {
    const list = group.at('RuleGroup', 'RulesSource', 'RulesSourceList');
    if (list.isAbsent) return pass('no domain list');
    return every(
      isOneOf(list.at('GeneratedRulesType'), ['ALLOWLIST'], 'it is not an allowlist'),
      some(...list.at('TargetTypes').items().map((type) => isOneOf(type, ['TLS_SNI'], 'it does not inspect TLS SNI')),
        fail('it does not inspect TLS SNI', 'no TargetTypes')),
      isNotEmpty(list.at('Targets'), 'it has no domain'),
      ...list.at('Targets').items().map(isOneDomain),
    );
  },
};

/** `.example.com` is a domain with all below it; `.com` is half of the internet. */
function isOneDomain(target: Expression): RuleResult {
  const name = textOf(target.value);
  if (name === undefined || target.value.kind === 'unknown') return unknown('one of its domains is not known before deployment');
  return target.value.kind === 'reference' || /[^.*]\.[^.*]/.test(name) ? pass(name) : fail('it allows a whole top-level domain', name);
}
