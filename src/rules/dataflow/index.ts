import { rule as dataStaysInItsRegions } from './DataStaysInItsRegions';
import { rule as downgradesAreDeclared } from './DowngradesAreDeclared';
import { rule as logsOfRestrictedDataAreMasked } from './LogsOfRestrictedDataAreMasked';
import type { Rule } from '../rule';

export const dataflowRules: Rule[] = [
  logsOfRestrictedDataAreMasked,
  downgradesAreDeclared,
  dataStaysInItsRegions,
];
