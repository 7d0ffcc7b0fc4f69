import { rule as trailHasInsights } from './TrailHasInsights';
import { rule as trailIsMultiRegionAndValidated } from './TrailIsMultiRegionAndValidated';
import { rule as trailRecordsDataEvents } from './TrailRecordsDataEvents';
import { rule as trailRecordsManagementEvents } from './TrailRecordsManagementEvents';
import type { Rule } from '../rule';

export const cloudtrailRules: Rule[] = [
  trailIsMultiRegionAndValidated,
  trailHasInsights,
  trailRecordsManagementEvents,
  trailRecordsDataEvents,
];
