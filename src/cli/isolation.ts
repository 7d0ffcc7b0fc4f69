/** What a table of incidents has about a function that is a target. */
export interface IsolationRecord {
  readonly name: string;
  readonly incident: string;
  /** How far the play is; undefined before anything was decided. */
  readonly state?: string;
  readonly since?: string;
  readonly finding?: string;
  /** Names and ids of what the play changed beside the function: its role, event source mappings, security groups. */
  readonly resources: string[];
}

/** A change of a change set. */
export interface Change {
  readonly action?: string;
  readonly type: string;
  /** None of what is added. */
  readonly physicalId?: string;
}

/** A function that is isolated. */
export interface Isolated {
  readonly name: string;
  readonly incident: string;
  readonly since?: string;
  readonly finding?: string;
  /** Undefined where only the tag is known. */
  readonly resources?: string[];
}

/** A play that failed may have isolated a part. */
const HOLDS = ['ACTED', 'FAILED'];

/** Types that give back what an isolation took, and are found among the changes without a name that the incident knows. */
const OF_UNKNOWN_FUNCTION = /^AWS::(EC2::SecurityGroupEgress|CloudFormation::Stack)$/;
const PARTS = /^AWS::(EC2::SecurityGroup|IAM::Role|Lambda::EventSourceMapping)$/;

/**
 * The functions that are isolated: by the table, which is the truth, and by the tag that the play sets before anything else, for one that is being
 * isolated now and where the table is not known.
 */
export function isolatedOf(marks: Record<string, string>, records: IsolationRecord[]): Isolated[] {
  const known = records.filter(({ name, state }) => HOLDS.includes(state ?? '') || marks[name] !== undefined);
  const marked = Object.entries(marks).filter(([name]) => !known.some((one) => one.name === name)).map(([name, incident]) => ({ name, incident }));
  return [...known, ...marked].sort((a, b) => a.name.localeCompare(b.name));
}

/** Those of the isolated functions that changes would give something back to, or may: what is not known counts. */
export function touchedBy(changes: Change[], isolated: Isolated[]): Isolated[] {
  const unknown = changes.some(({ action, type }) => OF_UNKNOWN_FUNCTION.test(type) || (type === 'AWS::Lambda::EventSourceMapping' && action === 'Add'));
  if (unknown) return isolated;
  return isolated.filter(({ name, resources }) => changes.some(({ type, physicalId }) => (
    physicalId === name || (resources === undefined ? PARTS.test(type) : resources.includes(physicalId ?? '')))));
}
