/** What is wrong with a waiver, or with a file of them: where, what, and and the remediation. @internal */
export class WaiverError extends Error {
  constructor(
    /** The file with its line, or the path that the waiver names. */
    public readonly path: string,
    /** Stable, so that a caller can tell errors apart. */
    public readonly id: 'WaiverIncomplete' | 'BadWaiverRule' | 'BadWaiverDate' | 'BadWaiverFile' | 'DuplicateWaiver',
    public readonly what: string,
    public readonly remediation: string,
  ) {
    super(`[${path}] ${id}: ${what} Remediation: ${remediation}`);
    this.name = 'WaiverError';
  }
}
