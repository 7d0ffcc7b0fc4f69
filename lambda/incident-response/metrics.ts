import { Incident, IncidentStatus } from './incidents';
import { INCIDENT_METRICS, INCIDENT_SEVERITIES, IncidentMetric } from '../../src/respond/incident-metrics';

/** Counts an incident that was opened now. */
export function countOpened(incident: Pick<Incident, 'incident' | 'finding'>): void {
  publish(incident, IncidentStatus.OPEN, { [IncidentMetric.OPENED]: 1 }, [['StateMachine', 'Severity']]);
}

/**
 * Counts what became of an incident: each status once, and not again when the same is found a second time.
 *
 * @param harmless the plays that contain nothing
 */
export function countSettled(before: Incident, status: IncidentStatus, harmless: Set<string>): void {
  if (before.status === status) return;
  const wasOpen = before.status === IncidentStatus.OPEN;
  publish(before, status, {
    [IncidentStatus.OPEN]: {},
    // an incident that failed first, or of which a part was undone since, was not contained now
    [IncidentStatus.CONTAINED]: wasOpen ? { [IncidentMetric.SECONDS_TO_CONTAIN]: secondsToContain(before, harmless) } : {},
    [IncidentStatus.FAILED]: { [IncidentMetric.FAILED]: 1 },
    [IncidentStatus.RECORDED]: { [IncidentMetric.CLOSED]: 1 },
    [IncidentStatus.UNDONE]: { [IncidentMetric.CLOSED]: 1 },
  }[status]);
}

function secondsToContain({ openedAt, plays }: Incident, harmless: Set<string>): number {
  const acted = Object.entries(plays).filter(([play, { state }]) => state === 'ACTED' && !harmless.has(play)).map(([, { at }]) => Date.parse(at));
  return (Math.min(...acted) - Date.parse(openedAt)) / 1_000;
}

/**
 * By CloudWatch's embedded metric format, with no word of the finding, which an attacker can have written. A line without a value is for queries of
 * the log alone.
 */
function publish(
  { incident, finding }: Pick<Incident, 'incident' | 'finding'>, status: IncidentStatus, values: Record<string, number>, dimensions = [['StateMachine']],
): void {
  if (finding.drill) return;
  const metrics = Object.keys(values).map((Name) => ({ Name, Unit: Name === IncidentMetric.SECONDS_TO_CONTAIN ? 'Seconds' : 'Count' }));
  // not by the console, whose lines Lambda wraps, so that CloudWatch would not see a metric
  process.stdout.write(`${JSON.stringify({
    ...metrics.length > 0 && {
      _aws: { Timestamp: Date.now(), CloudWatchMetrics: [{ Namespace: INCIDENT_METRICS, Dimensions: dimensions, Metrics: metrics }] },
    },
    StateMachine: process.env.STATE_MACHINE?.split(':').pop(),
    Severity: severityOf(finding.severity),
    Incident: incident,
    Status: status,
    ...values,
  })}\n`);
}

function severityOf(severity: number): string {
  return Object.entries(INCIDENT_SEVERITIES).find(([, from]) => severity >= from)![0];
}
