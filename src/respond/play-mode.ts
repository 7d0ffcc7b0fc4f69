/**
 * How far a play goes by itself.
 */
export enum PlayMode {
  /** Records in the incident what it would do, and calls nothing that changes anything. */
  DRY_RUN = 'DRY_RUN',
  /** Asks a person and waits for the decision. */
  APPROVE = 'APPROVE',
  /** Acts at once. */
  ACT = 'ACT',
}

/**
 * What happens to a play that nobody decided on in time.
 */
export enum ApprovalTimeout {
  /** The incident is recorded, and nothing is done. */
  DENY = 'DENY',
  /** The play acts. */
  ACT = 'ACT',
}
