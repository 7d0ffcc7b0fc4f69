import { rule as domainListIsAllowlist } from './DomainListIsAllowlist';
import { rule as firewallHasAlertAndFlowLogs } from './FirewallHasAlertAndFlowLogs';
import { rule as firewallHasDeletionAndChangeProtection } from './FirewallHasDeletionAndChangeProtection';
import { rule as firewallHasSymmetricRouting } from './FirewallHasSymmetricRouting';
import { rule as firewallPolicyDropsByDefault } from './FirewallPolicyDropsByDefault';
import type { Rule } from '../rule';

export const networkfirewallRules: Rule[] = [
  firewallPolicyDropsByDefault,
  firewallHasDeletionAndChangeProtection,
  firewallHasAlertAndFlowLogs,
  domainListIsAllowlist,
  firewallHasSymmetricRouting,
];
