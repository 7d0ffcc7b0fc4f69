import { rule as anomalyDetectorEncryptedWithCmk } from './AnomalyDetectorEncryptedWithCmk';
import { rule as anomalyDetectorHasAlarm } from './AnomalyDetectorHasAlarm';
import { rule as dataProtectionPolicyMasksData } from './DataProtectionPolicyMasksData';
import { rule as logGroupEncryptedWithCmk } from './LogGroupEncryptedWithCmk';
import { rule as logGroupHasDeletionProtection } from './LogGroupHasDeletionProtection';
import { rule as logGroupHasOneYearRetention } from './LogGroupHasOneYearRetention';
import { rule as logGroupHasSubscriptionFilter } from './LogGroupHasSubscriptionFilter';
import { rule as logGroupKeyAllowsCloudWatchLogs } from './LogGroupKeyAllowsCloudWatchLogs';
import { rule as logGroupRetainedOnDeletion } from './LogGroupRetainedOnDeletion';
import { rule as logGroupRetentionMeetsProfile } from './LogGroupRetentionMeetsProfile';
import { rule as policyDisallowsLogsUnmask } from './PolicyDisallowsLogsUnmask';
import { rule as storesExportAuditLogs } from './StoresExportAuditLogs';
import { rule as subscriptionFilterCanDeliver } from './SubscriptionFilterCanDeliver';
import type { Rule } from '../rule';

export const logsRules: Rule[] = [
  logGroupHasOneYearRetention,
  logGroupEncryptedWithCmk,
  logGroupKeyAllowsCloudWatchLogs,
  logGroupRetainedOnDeletion,
  dataProtectionPolicyMasksData,
  logGroupHasDeletionProtection,
  anomalyDetectorEncryptedWithCmk,
  subscriptionFilterCanDeliver,
  logGroupHasSubscriptionFilter,
  logGroupRetentionMeetsProfile,
  policyDisallowsLogsUnmask,
  anomalyDetectorHasAlarm,
  storesExportAuditLogs,
];
