import { rule as everythingElseIsBlocked } from './EverythingElseIsBlocked';
import { rule as firewallStaysInPlace } from './FirewallStaysInPlace';
import { rule as namesAreFiltered } from './NamesAreFiltered';
import { rule as queriesAreLogged } from './QueriesAreLogged';
import type { Rule } from '../rule';

export const route53resolverRules: Rule[] = [
  everythingElseIsBlocked,
  firewallStaysInPlace,
  queriesAreLogged,
  namesAreFiltered,
];
