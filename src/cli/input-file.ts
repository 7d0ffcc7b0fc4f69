import { readFileSync } from 'fs';
import { ProofError } from '../attest/proof-error';

/** The text of a file. Throws a `ProofError` where there is none. */
export function inputFile(path: string): string {
  try {
    return readFileSync(path, 'utf-8');
  } catch (error) {
    throw new ProofError(path, 'Unreadable', `it cannot be read (${(error as NodeJS.ErrnoException).code}).`, 'check the path and its permissions.');
  }
}
