import { Expression, textOf } from '../../model';
import { every, fail, isNotEmpty, isOneOf, pass, some, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-NETWORKFIREWALL-004',
  title: 'A domain list of a network firewall names what is allowed, also within TLS',
  severity: 'medium',
  types: ['AWS::NetworkFirewall::RuleGroup'],
  rationale: 'A list of what is denied lets through what nobody thought of. Without the names that TLS tells, it sees plain HTTP alone.',
  remediation: 'Set GeneratedRulesType ALLOWLIST, TargetTypes TLS_SNI, and Targets of your own domains or of those that you call.',
  check(group) {
    const list = group.at('RuleGroup', 'RulesSource', 'RulesSourceList');
    if (list.isAbsent) return pass('no domain list');
    return every(
      isOneOf(list.at('GeneratedRulesType'), ['ALLOWLIST'], 'it does not name what is allowed'),
      some(...list.at('TargetTypes').items().map((type) => isOneOf(type, ['TLS_SNI'], 'it does not see names within TLS')),
        fail('it does not see names within TLS', 'no TargetTypes')),
      isNotEmpty(list.at('Targets'), 'it names no domain'),
      ...list.at('Targets').items().map(isOneDomain),
    );
  },
};

/** `.example.com` is a domain with all below it; `.com` is half of the internet. */
function isOneDomain(target: Expression): RuleResult {
  const name = textOf(target.value);
  if (name === undefined || target.value.kind === 'unknown') return unknown('a domain of it is not known before deployment');
  return target.value.kind === 'reference' || /[^.*]\.[^.*]/.test(name) ? pass(name) : fail('it allows a whole top-level domain', name);
}
