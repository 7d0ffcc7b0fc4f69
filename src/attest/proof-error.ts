/** What is wrong with an input of a proof: which one, what, and the remediation. */
export class ProofError extends Error {
  constructor(
    public readonly subject: string,
    /** Stable, so that a caller can tell errors apart. */
    public readonly id: string,
    what: string,
    public readonly remediation: string,
  ) {
    super(`[${subject}] ${id}: ${what} Remediation: ${remediation}`);
    this.name = 'ProofError';
  }
}
