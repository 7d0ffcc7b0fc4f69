import { rule as defaultIsDrop } from './DefaultIsDrop';
import { rule as firewallIsProtected } from './FirewallIsProtected';
import { rule as packetsAreLogged } from './PacketsAreLogged';
import type { Rule } from '../rule';

export const networkfirewallRules: Rule[] = [
  defaultIsDrop,
  firewallIsProtected,
  packetsAreLogged,
];
