/** What the evidence says about a control: the worst of its rules, or why there is nothing to say. */
export type ControlStatus = 'fail' | 'unknown' | 'baselined' | 'off' | 'structural' | 'waived' | 'pass' | 'not-seen' | 'not-covered';

/** From the worst down. */
export const CONTROL_STATUSES: ControlStatus[] = ['fail', 'unknown', 'baselined', 'off', 'structural', 'waived', 'pass', 'not-seen', 'not-covered'];

/** The worst of some; what has none is not covered. */
export function worstStatus(statuses: readonly ControlStatus[]): ControlStatus {
  return CONTROL_STATUSES.find((status) => statuses.includes(status)) ?? 'not-covered';
}
