import { rule as dataLakeEncryptedWithCmk } from './DataLakeEncryptedWithCmk';
import type { Rule } from '../rule';

export const securitylakeRules: Rule[] = [
  dataLakeEncryptedWithCmk,
];
