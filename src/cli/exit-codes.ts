/** Nothing is open at or over the level that fails. */
export const CLEAN = 0;
/** Something is. */
export const FINDINGS = 1;
/** The input, an option or the output cannot be used. */
export const UNUSABLE = 2;
