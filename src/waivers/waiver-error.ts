/** What is wrong with a waiver, or with a file of them: where, what, and how to mend it. @internal */
export class WaiverError extends Error {
  constructor(
    /** The file with its line, or the path that the waiver names. */
    public readonly path: string,
    /** Stable, so that a caller can tell errors apart. */
    public readonly id: 'WaiverIncomplete' | 'BadWaiverRule' | 'BadWaiverDate' | 'BadWaiverFile' | 'DuplicateWaiver',
    public readonly what: string,
    public readonly fix: string,
  ) {
    super(`[${path}] ${id}: ${what} Fix: ${fix}`);
    this.name = 'WaiverError';
  }
}
