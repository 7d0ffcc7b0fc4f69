import { rule as clusterEncrypted } from './ClusterEncrypted';
import type { Rule } from '../rule';

export const daxRules: Rule[] = [
  clusterEncrypted,
];
