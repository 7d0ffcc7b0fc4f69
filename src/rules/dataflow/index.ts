import { rule as dataDowngradeIsDeclared } from './DataDowngradeIsDeclared';
import { rule as dataStaysInAllowedRegions } from './DataStaysInAllowedRegions';
import { rule as restrictedDataLogsAreMasked } from './RestrictedDataLogsAreMasked';
import type { Rule } from '../rule';

export const dataflowRules: Rule[] = [
  restrictedDataLogsAreMasked,
  dataDowngradeIsDeclared,
  dataStaysInAllowedRegions,
];
