import { rule as controlsFollowStandards } from './ControlsFollowStandards';
import type { Rule } from '../rule';

export const securityhubRules: Rule[] = [
  controlsFollowStandards,
];
