import { every, isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-NETWORKFIREWALL-002',
  title: 'A network firewall is protected from deletion and from changes of its place and policy',
  severity: 'medium',
  types: ['AWS::NetworkFirewall::Firewall'],
  rationale: 'One call takes it out of the way of packets, or puts an open policy in.',
  remediation: 'Set DeleteProtection, SubnetChangeProtection and FirewallPolicyChangeProtection.',
  check: (firewall) => every(
    isTrue(firewall.at('DeleteProtection'), 'it can be deleted by one call'),
    isTrue(firewall.at('SubnetChangeProtection'), 'it can be taken out of its subnets by one call'),
    isTrue(firewall.at('FirewallPolicyChangeProtection'), 'its policy can be swapped by one call'),
  ),
};
