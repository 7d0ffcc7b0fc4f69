import { rule as addressesArePrivate } from './AddressesArePrivate';
import { rule as adminPortsAreClosed } from './AdminPortsAreClosed';
import { rule as callsStayPrivate } from './CallsStayPrivate';
import { rule as defaultSecurityGroupUnused } from './DefaultSecurityGroupUnused';
import { rule as egressIsDeclared } from './EgressIsDeclared';
import { rule as endpointAnswersByName } from './EndpointAnswersByName';
import { rule as endpointIsForThisAccount } from './EndpointIsForThisAccount';
import { rule as endpointLeadsToOwnResources } from './EndpointLeadsToOwnResources';
import { rule as flowsAreLogged } from './FlowsAreLogged';
import { rule as functionSubnetsAreIsolated } from './FunctionSubnetsAreIsolated';
import { rule as ingressIsNamed } from './IngressIsNamed';
import { rule as noWayToTheInternet } from './NoWayToTheInternet';
import type { Rule } from '../rule';

export const ec2Rules: Rule[] = [
  defaultSecurityGroupUnused,
  egressIsDeclared,
  flowsAreLogged,
  endpointIsForThisAccount,
  functionSubnetsAreIsolated,
  ingressIsNamed,
  addressesArePrivate,
  noWayToTheInternet,
  endpointAnswersByName,
  adminPortsAreClosed,
  endpointLeadsToOwnResources,
  callsStayPrivate,
];
