import { FINDINGS, UNUSABLE } from './exit-codes';
import { NotPassed } from '../attest/attest-report';
import type { Refusal } from '../attest/check-attestation';
import { ProofError } from '../attest/proof-error';
import { plain } from '../report/plain-text';
import { AwsError } from '../sign/aws-error';

/** Runs a command, and tells without a stack trace what of its input, or of the account, it cannot use. */
export async function provedOrTold(action: () => Promise<number>): Promise<number> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof ProofError || error instanceof AwsError)) throw error;
    process.stderr.write(`${plain(error.message)}\n`);
    return error instanceof NotPassed ? FINDINGS : UNUSABLE;
  }
}

/** One line each. */
export function tellRefusals(refusals: Refusal[]): void {
  for (const { id, subject, what } of refusals) process.stdout.write(`${plain(`[${subject}] ${id}: ${what}`)}\n`);
}
