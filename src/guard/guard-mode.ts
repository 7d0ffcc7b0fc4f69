/**
 * What a `RuntimeGuard` does about what a function did not declare.
 */
export enum GuardMode {
  /** Reports it, and lets it happen. */
  MONITOR = 'monitor',
  /** Reports it, and stops it: the call throws. A function that the guard cannot protect does not start. */
  BLOCK = 'block',
}

/**
 * What a `RuntimeGuard` does about attacks in requests: SQL, shell, markup and the like, where data is expected.
 */
export enum RequestChecks {
  /** Requests are not inspected. */
  OFF = 'off',
  /** Reports them. Texts that hold code can look like attacks. */
  MONITOR = 'monitor',
  /** Answers them with 403 before the handler sees them. */
  BLOCK = 'block',
}
