import { rule as insightsAreOn } from './InsightsAreOn';
import { rule as managementEventsAreComplete } from './ManagementEventsAreComplete';
import { rule as storesAreWatched } from './StoresAreWatched';
import { rule as trailIsComplete } from './TrailIsComplete';
import type { Rule } from '../rule';

export const cloudtrailRules: Rule[] = [
  trailIsComplete,
  insightsAreOn,
  managementEventsAreComplete,
  storesAreWatched,
];
