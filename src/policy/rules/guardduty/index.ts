import { rule as detectorWatchesData } from './DetectorWatchesData';
import type { Rule } from '../rule';

export const guarddutyRules: Rule[] = [
  detectorWatchesData,
];
