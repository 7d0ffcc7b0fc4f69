import type * as events from 'aws-cdk-lib/aws-events';
import { ThreatSeverity } from './threat-severity';

/** Where a severity begins at GuardDuty. Source: GuardDuty user guide, "Severity levels of GuardDuty findings". */
const FROM: Record<ThreatSeverity, number> = { LOW: 1, MEDIUM: 4, HIGH: 7, CRITICAL: 9 };

/** Findings of GuardDuty from a number on, attack sequences included. */
export function guardDutyFrom(severity: number): events.EventPattern {
  return { source: ['aws.guardduty'], detailType: ['GuardDuty Finding'], detail: { severity: [{ numeric: ['>=', severity] }] } };
}

export function guardDutyPattern(minSeverity: ThreatSeverity): events.EventPattern {
  return guardDutyFrom(FROM[minSeverity]);
}

/**
 * New findings of Security Hub.
 *
 * Source: Security Hub CSPM user guide, "EventBridge event formats"; each event holds one finding.
 */
export function hubFindings(labels: string[], more: object = {}): events.EventPattern {
  return {
    source: ['aws.securityhub'],
    detailType: ['Security Hub Findings - Imported'],
    detail: { findings: { ...more, Severity: { Label: labels }, Workflow: { Status: ['NEW'] }, RecordState: ['ACTIVE'] } },
  };
}

/**
 * Findings of everything that Security Hub gathers, its own checks included. Those of GuardDuty have a rule of their own, as they come by
 * EventBridge whether there is a hub or not.
 */
export function securityHubPattern(minSeverity: ThreatSeverity): events.EventPattern {
  const labels = Object.values(ThreatSeverity);
  return hubFindings(labels.slice(labels.indexOf(minSeverity)), { ProductName: [{ 'anything-but': ['GuardDuty'] }] });
}

/** Macie sends no finding above HIGH. Source: Macie user guide, "Severity scoring for findings": Low 1, Medium 2, High 3. */
export function maciePattern(minSeverity: ThreatSeverity): events.EventPattern {
  const scores: Record<ThreatSeverity, number> = { LOW: 1, MEDIUM: 2, HIGH: 3, CRITICAL: 3 };
  return { source: ['aws.macie'], detailType: ['Macie Finding'], detail: { severity: { score: [{ numeric: ['>=', scores[minSeverity]] }] } } };
}
