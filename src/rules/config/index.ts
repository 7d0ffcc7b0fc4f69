import { rule as automationHasAssumeRole } from './AutomationHasAssumeRole';
import { rule as conformancePackHasTemplate } from './ConformancePackHasTemplate';
import { rule as deliveryBucketIsVersioned } from './DeliveryBucketIsVersioned';
import { rule as recorderHasDeliveryChannel } from './RecorderHasDeliveryChannel';
import { rule as recorderRecordsAllTypes } from './RecorderRecordsAllTypes';
import { rule as remediationHasOwnRole } from './RemediationHasOwnRole';
import { rule as remediationLimitsAttempts } from './RemediationLimitsAttempts';
import type { Rule } from '../rule';

export const configRules: Rule[] = [
  recorderRecordsAllTypes,
  remediationLimitsAttempts,
  conformancePackHasTemplate,
  recorderHasDeliveryChannel,
  deliveryBucketIsVersioned,
  remediationHasOwnRole,
  automationHasAssumeRole,
];
