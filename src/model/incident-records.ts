/** With what the ids of incidents begin in the table of an `IncidentResponder`; other records are beside them. */
export const INCIDENT_PREFIX = 'incident#';

/** Of incidents that wait for nothing: what was only recorded, and what was undone. */
const ENDED: unknown[] = ['RECORDED', 'UNDONE'];

/** Whether an incident is open. Any state that is not known is. */
export function isOpenStatus(status: unknown): boolean {
  return !ENDED.includes(status);
}
