import { rule as streamEncryptedWithCmk } from './StreamEncryptedWithCmk';
import type { Rule } from '../rule';

export const kinesisRules: Rule[] = [
  streamEncryptedWithCmk,
];
