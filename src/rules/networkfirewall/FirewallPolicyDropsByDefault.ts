import { Expression, textOf } from '../../model';
import { every, fail, isOneOf, some } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const STATELESS = ['aws:forward_to_sfe', 'aws:drop'];
const STATEFUL = ['aws:drop_strict', 'aws:drop_established', 'aws:drop_established_app_layer', 'aws:drop_established_app_layer_to_server'];

export const rule: Rule = {
  id: 'ZT-NETWORKFIREWALL-001',
  title: 'Network Firewall policies drop unmatched traffic and use strict rule order',
  severity: 'medium',
  types: ['AWS::NetworkFirewall::FirewallPolicy'],
  rationale: 'By default, a firewall policy passes traffic that matches no rule, and evaluates every pass rule before any drop rule.',
  remediation: 'Set StatelessDefaultActions and StatelessFragmentDefaultActions to aws:forward_to_sfe, StatefulEngineOptions.RuleOrder to STRICT_ORDER, '
    + 'and StatefulDefaultActions to aws:drop_established_app_layer_to_server or another drop action.',
  check(resource) {
    const policy = resource.at('FirewallPolicy');
    return every(
      ...['StatelessDefaultActions', 'StatelessFragmentDefaultActions'].map((name) => drops(policy.at(name), STATELESS)),
      isOneOf(policy.at('StatefulEngineOptions', 'RuleOrder'), ['STRICT_ORDER'], 'its rule order is not STRICT_ORDER'),
      drops(policy.at('StatefulDefaultActions'), STATEFUL),
    );
  },
};

/** Custom actions and alerts may stand beside the one that decides. */
function drops(actions: Expression, deciding: string[]): RuleResult {
  const finding = 'it does not drop traffic that matches no rule';
  const items = actions.items();
  if (items.some((item) => textOf(item.value) === 'aws:pass')) return fail(finding, 'aws:pass');
  return some(...items.map((item) => isOneOf(item, deciding, finding)), fail(finding, 'no such action'));
}
