import type { TrustedRecord } from '../waivers/config-file';
import { WaiverError } from '../waivers/waiver-error';

/** An account beside those of the stacks that policies may name. */
export interface TrustedAccount {
  readonly account: string;
  /** Where it was said: an option, a file with its line, or `ZeroTrust.enforce`. */
  readonly source: string;
}

/** Accounts as somebody wrote them, each once. Throws a `WaiverError` for one that is no number of 12 digits. */
export function readTrusted(records: TrustedRecord[]): TrustedAccount[] {
  const found = new Map<string, TrustedAccount>();
  for (const { account, source } of records) {
    if (!/^\d{12}$/.test(account)) {
      throw new WaiverError(source, 'BadAccount', `${account || 'nothing'} is no account number.`, 'write the 12 digits of the account, in quotes where YAML would take them for a number.');
    }
    if (!found.has(account)) found.set(account, { account, source });
  }
  return [...found.values()];
}
