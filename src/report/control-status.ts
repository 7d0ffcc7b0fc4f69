/** What the evidence says about a control: the worst of its rules, or why there is nothing to say. */
export type ControlStatus = 'fail' | 'unknown' | 'baselined' | 'off' | 'structural' | 'waived' | 'pass' | 'not-seen' | 'not-covered';

/** From the worst down. */
export const CONTROL_STATUSES: ControlStatus[] = ['fail', 'unknown', 'baselined', 'off', 'structural', 'waived', 'pass', 'not-seen', 'not-covered'];
