import type * as events from 'aws-cdk-lib/aws-events';
import { ThreatSeverity } from './threat-severity';

/** Where a severity begins at GuardDuty. Source: GuardDuty user guide, "Severity levels of GuardDuty findings". */
const FROM: Record<ThreatSeverity, number> = { LOW: 1, MEDIUM: 4, HIGH: 7, CRITICAL: 9 };

/** Findings of GuardDuty, attack sequences included. */
export function guardDutyPattern(minSeverity: ThreatSeverity): events.EventPattern {
  return { source: ['aws.guardduty'], detailType: ['GuardDuty Finding'], detail: { severity: [{ numeric: ['>=', FROM[minSeverity]] }] } };
}

/**
 * New findings of everything that Security Hub gathers, its own checks included. Those of GuardDuty have a rule of their own, as they come by
 * EventBridge whether there is a hub or not.
 *
 * Source: Security Hub CSPM user guide, "EventBridge event formats"; each event holds one finding.
 */
export function securityHubPattern(minSeverity: ThreatSeverity): events.EventPattern {
  const labels = Object.values(ThreatSeverity);
  return {
    source: ['aws.securityhub'],
    detailType: ['Security Hub Findings - Imported'],
    detail: {
      findings: {
        ProductName: [{ 'anything-but': ['GuardDuty'] }],
        Severity: { Label: labels.slice(labels.indexOf(minSeverity)) },
        Workflow: { Status: ['NEW'] },
        RecordState: ['ACTIVE'],
      },
    },
  };
}

/** Macie sends no finding above HIGH. Source: Macie user guide, "Severity scoring for findings": Low 1, Medium 2, High 3. */
export function maciePattern(minSeverity: ThreatSeverity): events.EventPattern {
  const scores: Record<ThreatSeverity, number> = { LOW: 1, MEDIUM: 2, HIGH: 3, CRITICAL: 3 };
  return { source: ['aws.macie'], detailType: ['Macie Finding'], detail: { severity: { score: [{ numeric: ['>=', scores[minSeverity]] }] } } };
}
