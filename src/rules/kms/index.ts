import { rule as grantsAreForServices } from './GrantsAreForServices';
import { rule as keyIsForNamedPrincipals } from './KeyIsForNamedPrincipals';
import { rule as keyIsRetained } from './KeyIsRetained';
import { rule as keyReferencesHold } from './KeyReferencesHold';
import { rule as keyRotates } from './KeyRotates';
import { rule as keyStaysUsable } from './KeyStaysUsable';
import { rule as servicesUseKeyForUs } from './ServicesUseKeyForUs';
import type { Rule } from '../rule';

export const kmsRules: Rule[] = [
  keyRotates,
  keyIsRetained,
  keyIsForNamedPrincipals,
  servicesUseKeyForUs,
  keyStaysUsable,
  grantsAreForServices,
  keyReferencesHold,
];
