import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ROUTE53RESOLVER-002',
  title: 'The association of a DNS firewall is protected from changes',
  severity: 'medium',
  types: ['AWS::Route53Resolver::FirewallRuleGroupAssociation'],
  rationale: 'One call takes the firewall off the VPC, and nothing else breaks by which it would be noticed.',
  remediation: 'Set MutationProtection ENABLED.',
  check: (association) => isOneOf(association.at('MutationProtection'), ['ENABLED'], 'it can be taken off the VPC by one call'),
};
