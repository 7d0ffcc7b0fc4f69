import type { OrganizationRecord, TrustedRecord } from '../waivers/config-file';
import { WaiverError } from '../waivers/waiver-error';

/** An account beside those of the stacks that policies may name. */
export interface TrustedAccount {
  readonly account: string;
  /** Where it was said: an option, a file with its line, or `ZeroTrust.enforce`. */
  readonly source: string;
}

/** An organisation that policies may name. Where none is said, each one that is named is taken for that of the account. */
export interface TrustedOrganization {
  readonly organization: string;
  /** Where it was said. */
  readonly source: string;
}

/** Organisations as somebody wrote them, each once. Throws a `WaiverError` for what is no id of one. */
export function readTrustedOrganizations(records: OrganizationRecord[]): TrustedOrganization[] {
  const found = new Map<string, TrustedOrganization>();
  for (const { organization, source } of records) {
    if (!/^o-[a-z0-9]{10,32}$/.test(organization)) {
      throw new WaiverError(source, 'BadOrganization', `${organization || 'nothing'} is no organization ID.`, 'write the ID as aws organizations describe-organization prints it: o- and 10 to 32 lower-case letters and digits.');
    }
    if (!found.has(organization)) found.set(organization, { organization, source });
  }
  return [...found.values()];
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

/** All that is trusted, as a model takes it. */
export function namesOf(accounts: TrustedAccount[], organizations: TrustedOrganization[]): string[] {
  return [...accounts.map(({ account }) => account), ...organizations.map(({ organization }) => organization)];
}

/** Who is trusted and by whom, as lines of a report. */
export function trustedLines(accounts: TrustedAccount[] = [], organizations: TrustedOrganization[] = []): string[] {
  return [
    ...accounts.map(({ account, source }) => `Account ${account} is trusted by ${source}`),
    ...organizations.map(({ organization, source }) => `Organization ${organization} is trusted by ${source}`),
  ];
}
