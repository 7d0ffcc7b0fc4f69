import { rule as callersSign } from './CallersSign';
import { rule as callsAreLogged } from './CallsAreLogged';
import { rule as listenersSpeakTls } from './ListenersSpeakTls';
import { rule as networkIsReachedByGroup } from './NetworkIsReachedByGroup';
import { rule as policyNamesCallers } from './PolicyNamesCallers';
import type { Rule } from '../rule';

export const vpclatticeRules: Rule[] = [
  callersSign,
  policyNamesCallers,
  listenersSpeakTls,
  callsAreLogged,
  networkIsReachedByGroup,
];
