import { rule as answersComeBack } from './AnswersComeBack';
import { rule as defaultIsDrop } from './DefaultIsDrop';
import { rule as firewallIsProtected } from './FirewallIsProtected';
import { rule as namesAreAllowed } from './NamesAreAllowed';
import { rule as packetsAreLogged } from './PacketsAreLogged';
import type { Rule } from '../rule';

export const networkfirewallRules: Rule[] = [
  defaultIsDrop,
  firewallIsProtected,
  packetsAreLogged,
  namesAreAllowed,
  answersComeBack,
];
