import { rule as sessionsAreEncryptedAndLogged } from './SessionsAreEncryptedAndLogged';
import type { Rule } from '../rule';

export const ssmRules: Rule[] = [sessionsAreEncryptedAndLogged];
