import { Expression, textOf } from '../../model';
import { every, fail, isOneOf, some } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const STATELESS = ['aws:forward_to_sfe', 'aws:drop'];
const STATEFUL = ['aws:drop_strict', 'aws:drop_established', 'aws:drop_established_app_layer', 'aws:drop_established_app_layer_to_server'];

export const rule: Rule = {
  id: 'ZT-NETWORKFIREWALL-001',
  title: 'A network firewall drops what no rule lets through, in the order of its rules',
  severity: 'high',
  types: ['AWS::NetworkFirewall::FirewallPolicy'],
  rationale: 'Out of the box it lets through what matches nothing, and takes every pass before any drop.',
  remediation: 'Set StatelessDefaultActions and StatelessFragmentDefaultActions aws:forward_to_sfe, StatefulEngineOptions.RuleOrder STRICT_ORDER, '
    + 'and StatefulDefaultActions aws:drop_established_app_layer_to_server, or another that drops.',
  check(resource) {
    const policy = resource.at('FirewallPolicy');
    return every(
      ...['StatelessDefaultActions', 'StatelessFragmentDefaultActions'].map((name) => drops(policy.at(name), STATELESS)),
      isOneOf(policy.at('StatefulEngineOptions', 'RuleOrder'), ['STRICT_ORDER'], 'it does not take its rules in order'),
      drops(policy.at('StatefulDefaultActions'), STATEFUL),
    );
  },
};

/** Custom actions and alerts may stand beside the one that decides. */
function drops(actions: Expression, deciding: string[]): RuleResult {
  const finding = 'it lets through what matches no rule';
  const items = actions.items();
  if (items.some((item) => textOf(item.value) === 'aws:pass')) return fail(finding, 'aws:pass');
  return some(...items.map((item) => isOneOf(item, deciding, finding)), fail(finding, 'no such action'));
}
