import { rule as defaultSecurityGroupUnused } from './DefaultSecurityGroupUnused';
import { rule as egressIsDeclared } from './EgressIsDeclared';
import { rule as endpointIsForThisAccount } from './EndpointIsForThisAccount';
import { rule as flowsAreLogged } from './FlowsAreLogged';
import { rule as functionSubnetsAreIsolated } from './FunctionSubnetsAreIsolated';
import type { Rule } from '../rule';

export const ec2Rules: Rule[] = [
  defaultSecurityGroupUnused,
  egressIsDeclared,
  flowsAreLogged,
  endpointIsForThisAccount,
  functionSubnetsAreIsolated,
];
