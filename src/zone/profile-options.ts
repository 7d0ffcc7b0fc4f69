import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { DataClass } from '../core/data-class';

/**
 * What a profile decides.
 */
export interface ProfileOptions {
  /**
   * How the profile is called in errors, tags and reports: letters, digits, `-`, `_` and `.`.
   *
   * @default - the name of the profile that this one is made of
   */
  readonly name?: string;

  /**
   * How long logs are kept.
   *
   * @default - as in the profile that this one is made of
   */
  readonly logRetention?: RetentionDays;

  /**
   * The lowest class of data whose logs are masked, at 0.12 USD for each GB.
   *
   * @default - as in the profile that this one is made of
   */
  readonly maskLogsFrom?: DataClass;

  /**
   * The regions in which data may be.
   *
   * @default - as in the profile that this one is made of
   */
  readonly regions?: string[];

  /**
   * How long daily backups of tables and buckets are kept, in a locked vault.
   *
   * @default - as in the profile that this one is made of
   */
  readonly backupRetention?: Duration;

  /**
   * How long each file of the audit trail is locked: 365 days at least.
   *
   * @default - as in the profile that this one is made of
   */
  readonly trailLock?: Duration;

  /**
   * How long versions of objects are kept that were overwritten or deleted.
   *
   * @default - as in the profile that this one is made of
   */
  readonly oldVersions?: Duration;

  /**
   * What happens to data, keys and logs when their stack goes. With `RETAIN_ON_UPDATE_OR_DELETE` what is not protected from deletion also
   * goes when the first create of a stack fails.
   *
   * @default - as in the profile that this one is made of
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * How long a key waits after somebody asked for its deletion, 7 to 30 days.
   *
   * @default - as in the profile that this one is made of
   */
  readonly keyDeletionWindow?: Duration;
}
