import { every, isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-NETWORKFIREWALL-002',
  title: 'Network Firewall firewalls have deletion, subnet change and policy change protection enabled',
  severity: 'medium',
  types: ['AWS::NetworkFirewall::Firewall'],
  rationale: 'Without it, a single API call removes the firewall from the traffic path, or replaces its policy.',
  remediation: 'Set DeleteProtection, SubnetChangeProtection and FirewallPolicyChangeProtection.',
  check: (firewall) => every(
    isTrue(firewall.at('DeleteProtection'), 'deletion protection is not enabled'),
    isTrue(firewall.at('SubnetChangeProtection'), 'subnet change protection is not enabled'),
    isTrue(firewall.at('FirewallPolicyChangeProtection'), 'policy change protection is not enabled'),
  ),
};
