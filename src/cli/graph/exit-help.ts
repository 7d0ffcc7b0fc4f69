import { CLEAN, FINDINGS, UNUSABLE } from '../exit-codes';

/** The end of the help of all questions. */
export function askHelp(examples: string[]): string {
  return `
A name is a construct path or an end of it, a logical id, or the name that AWS has; internet; the number of an account.
What templates leave open (conditions, parameters, values of deployment) makes an answer possible instead of certain, with the reason.

Exit codes:
  ${CLEAN}  answered
  ${FINDINGS}  answered, and --fail-on fails the answer
  ${UNUSABLE}  the input, or some of it, cannot be read, or a name is unknown or of several

Examples:
${examples.map((example) => `  cdk-zero-trust ${example}`).join('\n')}`;
}
