/**
 * What a caller does to a target.
 */
export enum Intent {
  /** Reads what is stored. */
  READ = 'read',
  /** Writes what is stored. */
  WRITE = 'write',
  /** Reads and writes what is stored. */
  READ_WRITE = 'read-write',
  /** Calls it. */
  INVOKE = 'invoke',
  /** Sends messages to it. */
  PUBLISH = 'publish',
  /** Takes messages from it. */
  CONSUME = 'consume',
  /** Leaves the network for it. */
  EGRESS = 'egress',
  /** Another use, named by its actions. */
  USE = 'use',
}

/**
 * One declared edge of the trust graph: who may do what to whom.
 */
export interface Edge {
  /** Construct path of the caller, or the name of an outside principal. */
  readonly caller: string;
  /** Construct path of the target; its ARN or, outside of AWS, its name when no construct of this app stands for it. */
  readonly target: string;
  /** What the caller does. */
  readonly intent: Intent;
  /** The IAM actions behind it, sorted; empty when the edge is not made of IAM. */
  readonly actions: string[];
}
