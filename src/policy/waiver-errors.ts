import { ZeroTrustError } from '../core/errors';
import { WaiverError } from '../waivers/waiver-error';

/** What both doors refuse, in the words that constructs use. @internal */
export function orZeroTrustError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof WaiverError ? new ZeroTrustError(error.path, error.id, error.what, error.remediation) : error;
  }
}
