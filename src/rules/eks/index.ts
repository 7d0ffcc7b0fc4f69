import { rule as clusterEndpointIsRestricted } from './ClusterEndpointIsRestricted';
import type { Rule } from '../rule';

export const eksRules: Rule[] = [clusterEndpointIsRestricted];
