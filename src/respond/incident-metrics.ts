/** Where a responder publishes what becomes of incidents, each under the dimension `StateMachine`, its name. Drills are not counted. */
export const INCIDENT_METRICS = 'cdk-zero-trust/Incidents';

/** How grave the finding of an incident is, as the dimension `Severity` has it, with where it begins. Source: GuardDuty user guide, "Severity levels of GuardDuty findings". */
export const INCIDENT_SEVERITIES = { CRITICAL: 9, HIGH: 7, MEDIUM: 4, LOW: 0 };

export enum IncidentMetric {
  /** Incidents that were opened, by `Severity` too. */
  OPENED = 'Opened',
  /** From the opening of an incident to the first play that acted. */
  SECONDS_TO_CONTAIN = 'SecondsToContain',
  /** Incidents of which nothing holds anymore: recorded only, or undone. */
  CLOSED = 'Closed',
  /** Incidents with a play that failed: people must look. */
  FAILED = 'Failed',
}
