import type { IConstruct } from 'constructs';

const GUARDED = 'cdk-zero-trust:guarded';

/** Marks a function in which a runtime guard runs, so that dashboards show the guard's events. */
export function markGuarded(fn: IConstruct): void {
  if (!isGuarded(fn)) fn.node.addMetadata(GUARDED, true);
}

/** Whether a runtime guard runs in a function. */
export function isGuarded(fn: IConstruct): boolean {
  return fn.node.metadata.some(({ type }) => type === GUARDED);
}

/** What the guard counts: `Events`, by the dimensions `FunctionName` and `Kind`. */
export const GUARD_METRICS = 'CdkZeroTrust/RuntimeGuard';
