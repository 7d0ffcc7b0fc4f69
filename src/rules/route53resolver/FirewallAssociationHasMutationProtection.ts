import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ROUTE53RESOLVER-002',
  title: 'Route 53 Resolver DNS Firewall associations have mutation protection enabled',
  severity: 'medium',
  types: ['AWS::Route53Resolver::FirewallRuleGroupAssociation'],
  rationale: 'Without it, a single API call removes DNS Firewall from the VPC, and name resolution continues, so the change goes unnoticed.',
  remediation: 'Set MutationProtection to ENABLED.',
  check: (association) => isOneOf(association.at('MutationProtection'), ['ENABLED'], 'mutation protection is not enabled'),
};
