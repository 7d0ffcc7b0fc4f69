import { rule as generatedUnderCustomerKey } from './GeneratedUnderCustomerKey';
import { rule as parameterHoldsNoSecret } from './ParameterHoldsNoSecret';
import { rule as policyIsForNamedPrincipals } from './PolicyIsForNamedPrincipals';
import { rule as readersAreNamed } from './ReadersAreNamed';
import { rule as readsAreWatched } from './ReadsAreWatched';
import { rule as rotatesMonthly } from './RotatesMonthly';
import { rule as servicesReadForUs } from './ServicesReadForUs';
import type { Rule } from '../rule';

export const secretsRules: Rule[] = [
  generatedUnderCustomerKey,
  rotatesMonthly,
  readersAreNamed,
  policyIsForNamedPrincipals,
  servicesReadForUs,
  parameterHoldsNoSecret,
  readsAreWatched,
];
