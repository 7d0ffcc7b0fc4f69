import type { JwtPayload } from 'aws-jwt-verify/jwt-model';

/** Refuses what never expires, was issued in the future or too long ago. `exp` and `nbf` are the verifier's. Times are in seconds. */
export function checkTimes({ exp, iat }: JwtPayload, tolerance: number, maxAge?: number): void {
  const now = Date.now() / 1000;
  if (typeof exp !== 'number') throw new Error('The token never expires.');
  if (iat !== undefined && !(iat - tolerance <= now)) throw new Error('The token was issued in the future.');
  if (maxAge === undefined) return;
  if (iat === undefined) throw new Error('The token does not say when it was issued.');
  if (now - iat > maxAge + tolerance) throw new Error('The token is too old.');
}
