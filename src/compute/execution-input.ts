/**
 * What of an event of EventBridge an execution gets as its input. In the target of the rule: `InputPath`.
 *
 * Source: EventBridge user guide, "Using input paths"; without one a target gets the whole event.
 */
export enum ExecutionInput {
  /** What the sender put into `Detail`, as it was sent: `$.detail`. */
  EVENT_DETAIL = 'EVENT_DETAIL',
  /** The event with its envelope: `source`, `detail-type`, `time`, `resources`, and what was sent below `detail`. */
  WHOLE_EVENT = 'WHOLE_EVENT',
}
