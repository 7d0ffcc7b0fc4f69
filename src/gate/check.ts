/** What the gate looks at, in this order. */
export const CHECKS = [
  'audit', 'waivers', 'diff', 'threat-model', 'incidents', 'secrets-source', 'secrets-assets', 'sast', 'dependencies', 'sbom', 'licenses',
] as const;
export type Check = (typeof CHECKS)[number];

/** What kept scanners are for: none of them is ours, so each must be configured, or left out with a reason. */
export const SCANNED = ['secrets-source', 'secrets-assets', 'sast', 'dependencies'] as const satisfies Check[];
/** What may be left out, each with a reason. */
export const OPTIONAL = ['diff', 'threat-model', 'incidents', ...SCANNED, 'licenses'] as const satisfies Check[];

/** How a check ended. `unusable`: nothing can be concluded, which is no pass. `left-out`: it was not run, for the reason that is given. */
export type CheckVerdict = 'pass' | 'stop' | 'unusable' | 'left-out';

export interface CheckResult {
  readonly check: Check;
  readonly verdict: CheckVerdict;
  /** As a sentence without its end. */
  readonly why: string;
  /** What it left in the folder of evidence, relative to it. */
  readonly files: readonly string[];
}

/** The verdict of the whole: what cannot be concluded weighs more than what stops. */
export function worst(results: readonly CheckResult[]): 'pass' | 'stop' | 'unusable' {
  const has = (verdict: CheckVerdict) => results.some((result) => result.verdict === verdict);
  return has('unusable') ? 'unusable' : has('stop') ? 'stop' : 'pass';
}
