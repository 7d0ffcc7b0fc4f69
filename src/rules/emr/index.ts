import { rule as clusterEncryptsData } from './ClusterEncryptsData';
import type { Rule } from '../rule';

export const emrRules: Rule[] = [clusterEncryptsData];
