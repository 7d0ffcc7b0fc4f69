import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { DataClass } from '../core/data-class';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecureDatabase`. There is none for a password: RDS makes that of the administrator and changes it.
 */
export interface SecureDatabaseProps {
  /**
   * The version of Aurora PostgreSQL, 15 or newer.
   *
   * @default - 17.7
   */
  readonly engineVersion?: rds.AuroraPostgresEngineVersion;

  /**
   * Name of the database that is made with the cluster: letters, digits and `_`.
   *
   * @default 'app'
   */
  readonly databaseName?: string;

  /**
   * The port, 1150 to 65535.
   *
   * @default 15432
   */
  readonly port?: number;

  /**
   * Capacity at least, in Aurora capacity units of about 2 GiB, 0 to 256 in steps of a half. With 0 the database pauses when it has no
   * connections, and the first one after that waits for about 15 seconds.
   *
   * @default 0.5
   */
  readonly minCapacity?: number;

  /**
   * Capacity at most, 1 to 256.
   *
   * @default 4
   */
  readonly maxCapacity?: number;

  /**
   * Instances in other Availability Zones, of which one takes over when the writer fails, 0 to 15. Each costs as much as the writer.
   *
   * @default 1
   */
  readonly readers?: number;

  /**
   * How long each day's backup is kept, 7 to 35 days. To each second of that time the database can be restored.
   *
   * @default - as the zone's profile says, at least 7 days
   */
  readonly backupRetention?: Duration;

  /**
   * Whether SQL can be run by the Data API, for who is granted `grantAdministration`: to make users, and to migrate schemas.
   *
   * @default true
   */
  readonly dataApi?: boolean;

  /**
   * The class of the data: decides the key.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * The zone of the database, whose isolated subnets it is in.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;

  /**
   * What happens to the database and its logs when the stack goes. With RETAIN it is protected from deletion.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;
}
