import { Duration, Token } from 'aws-cdk-lib';
import type { SecureDatabaseProps } from './secure-database-props';
import { ZeroTrustError } from '../core/errors';
import type { TrustZone } from '../zone/trust-zone';

/** Of PostgreSQL, as an IAM policy can name them without a pattern. */
const USER = /^[a-z_][a-z0-9_]{0,62}$/;
const MIN_RETENTION = 7;
/** Source: Amazon Aurora user guide, "Backups". */
export const MAX_RETENTION = 35;

/** Throws on bad properties before anything is made. */
export function checkDatabase(path: string, props: SecureDatabaseProps): void {
  const { engineVersion, databaseName = 'app', port, minCapacity = 0.5, maxCapacity = 4, readers, backupRetention } = props;
  const bad = (id: string, what: string, fix: string) => new ZeroTrustError(path, id, what, fix);
  if (engineVersion && Number(engineVersion.auroraPostgresMajorVersion.split('.')[0]) < 15) {
    throw bad('OldEngine', `Aurora PostgreSQL ${engineVersion.auroraPostgresFullVersion} is too old for TLS 1.3 and long support.`, 'use 15 or newer.');
  }
  if (!/^[A-Za-z]\w{0,62}$/.test(databaseName)) throw bad('BadDatabaseName', `'${databaseName}' is no name of a database.`, 'use letters, digits and _, a letter first.');
  if (port !== undefined && !Token.isUnresolved(port) && !(Number.isInteger(port) && port >= 1150 && port <= 65535)) {
    throw bad('BadPort', `${port} is no port that Aurora takes.`, 'use 1150 to 65535.');
  }
  if (!(isStep(minCapacity) && isStep(maxCapacity) && minCapacity >= 0 && maxCapacity >= Math.max(1, minCapacity) && maxCapacity <= 256)) {
    throw bad('BadCapacity', `a capacity of ${minCapacity} to ${maxCapacity} is not possible.`, 'use 0 to 256 in steps of 0.5, and 1 at least for maxCapacity.');
  }
  if (readers !== undefined && !(Number.isInteger(readers) && readers >= 0 && readers <= 15)) throw bad('BadCapacity', `${readers} readers are not possible.`, 'use 0 to 15.');
  if (backupRetention === undefined) return;
  const days = backupRetention.isUnresolved() ? NaN : backupRetention.toDays({ integral: false });
  if (!(Number.isInteger(days) && days >= MIN_RETENTION && days <= MAX_RETENTION)) {
    throw bad('BadBackupRetention', 'backups are kept for a time that is out of range, or not known at synth.', `use ${MIN_RETENTION} to ${MAX_RETENTION} days.`);
  }
}

/** The days that backups are kept: as said, or as the profile says within what Aurora takes. */
export function retentionOf(zone: TrustZone, given?: Duration): Duration {
  if (given) return given;
  const days = zone.profile.backupRetention?.toDays() ?? MIN_RETENTION;
  return Duration.days(Math.min(Math.max(days, MIN_RETENTION), MAX_RETENTION));
}

/** Throws `BadDatabaseUser` for a user that is a pattern, the administrator, or no name. */
export function checkUser(path: string, user: string, administrator: string): void {
  if (Token.isUnresolved(user) || !USER.test(user)) {
    throw new ZeroTrustError(path, 'BadDatabaseUser', `'${Token.isUnresolved(user) ? 'a token' : user}' is no exact name of a database user.`,
      'use lower-case letters, digits and _; one user for each function.');
  }
  if (user === administrator || user.startsWith('rds')) {
    throw new ZeroTrustError(path, 'BadDatabaseUser', `'${user}' is an administrator of the database.`, 'make a user with the rights that the function needs.');
  }
}

function isStep(capacity: number): boolean {
  return Number.isInteger(capacity * 2);
}
