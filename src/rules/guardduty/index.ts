import { rule as detectorWatchesData } from './DetectorWatchesData';
import { rule as filtersArchiveNamedFindings } from './FiltersArchiveNamedFindings';
import { rule as findingsAreExported } from './FindingsAreExported';
import type { Rule } from '../rule';

export const guarddutyRules: Rule[] = [
  detectorWatchesData,
  findingsAreExported,
  filtersArchiveNamedFindings,
];
