import { Token } from 'aws-cdk-lib';
import { ZeroTrustError } from './errors';

/** Throws `NoConcurrency` for a reservation that would stop functions. */
export function checkReserved(path: string, reserved?: number): void {
  if (reserved === undefined || Token.isUnresolved(reserved) || (reserved >= 1 && Number.isInteger(reserved))) return;
  throw new ZeroTrustError(path, 'NoConcurrency', `a reserved concurrency of ${reserved} would stop every invocation.`,
    'use 1 or more; to stop a function, take its permissions away.');
}
