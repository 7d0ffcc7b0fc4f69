import { rule as databasesEncryptedAtRest } from './DatabasesEncryptedAtRest';
import { rule as storesEncryptedAtRest } from './StoresEncryptedAtRest';
import { rule as storesRequireTls } from './StoresRequireTls';
import { rule as tlsDenialsAreComplete } from './TlsDenialsAreComplete';
import type { Rule } from '../rule';

export const encryptionRules: Rule[] = [databasesEncryptedAtRest, storesEncryptedAtRest, storesRequireTls, tlsDenialsAreComplete];
