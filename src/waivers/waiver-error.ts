/** What is wrong with a waiver, a setting or a baseline, or with a file of them: where, what, and the remediation. @internal */
export class WaiverError extends Error {
  constructor(
    /** The file with its line, or the path that the waiver names. */
    public readonly path: string,
    /** Stable, so that a caller can tell errors apart. */
    public readonly id: WaiverErrorId,
    public readonly what: string,
    public readonly remediation: string,
  ) {
    super(`[${path}] ${id}: ${what} Remediation: ${remediation}`);
    this.name = 'WaiverError';
  }
}

/** @internal */
export type WaiverErrorId = 'WaiverIncomplete' | 'BadWaiverRule' | 'BadWaiverDate' | 'BadWaiverFile' | 'DuplicateWaiver'
  | 'BadConfigFile' | 'UnknownKey' | 'UnknownRule' | 'UnknownCapability' | 'NoReason' | 'CriticalRule' | 'DuplicateSetting' | 'BadProvision'
  | 'BadBaseline' | 'BadOwnRules' | 'BadAccount' | 'BadOrganization';
