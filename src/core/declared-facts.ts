import type { IConstruct } from 'constructs';

const FACTS = Symbol.for('cdk-zero-trust.declared-facts');

/** What a construct wrote into the template for the rules to read, kept in memory: tags and metadata can be changed by any code afterwards. */
export interface DeclaredFacts {
  /** Tags by key. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The declared downgrades, as they are in the metadata. */
  readonly declassifications?: readonly object[];
  /** What RuntimeGuard is asked of the function, as it is in the metadata. */
  readonly guard?: object;
}

/** Of most constructs. */
export const NO_FACTS: DeclaredFacts = {};

/** Adds to what is known of a resource. */
export function declareFacts(resource: IConstruct, facts: DeclaredFacts): void {
  Object.defineProperty(resource, FACTS, { value: { ...factsOf(resource), ...facts }, configurable: true });
}

/** What the constructs of this library, in whichever copy, declared of a resource. */
export function factsOf(resource: IConstruct): DeclaredFacts {
  return (resource as { [FACTS]?: DeclaredFacts })[FACTS] ?? NO_FACTS;
}
