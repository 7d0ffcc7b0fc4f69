const COMPLETE = Symbol.for('cdk-zero-trust.complete');

/**
 * Marks the props that a construct of this library hands to its L2: what they leave out is left out on purpose, so defaults
 * for code that is not ours do not fill it.
 *
 * @internal
 */
export function complete<T extends object>(props: T): T {
  return Object.assign(props, { [COMPLETE]: true });
}

/** @internal */
export function isComplete(props?: object): boolean {
  return props !== undefined && COMPLETE in props;
}
