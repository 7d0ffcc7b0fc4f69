import { rule as firewallAssociationHasMutationProtection } from './FirewallAssociationHasMutationProtection';
import { rule as firewallRuleGroupBlocksByDefault } from './FirewallRuleGroupBlocksByDefault';
import { rule as vpcHasDnsFirewall } from './VpcHasDnsFirewall';
import { rule as vpcHasResolverQueryLogs } from './VpcHasResolverQueryLogs';
import type { Rule } from '../rule';

export const route53resolverRules: Rule[] = [
  firewallRuleGroupBlocksByDefault,
  firewallAssociationHasMutationProtection,
  vpcHasResolverQueryLogs,
  vpcHasDnsFirewall,
];
