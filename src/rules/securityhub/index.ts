import { rule as hubEnablesStandardsAndNewControls } from './HubEnablesStandardsAndNewControls';
import type { Rule } from '../rule';

export const securityhubRules: Rule[] = [
  hubEnablesStandardsAndNewControls,
];
