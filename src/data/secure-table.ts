import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ExactTableGrants, TABLE_KEY_ACTIONS } from './table-grants';
import { checkProps } from '../core/checked-props';
import { complete } from '../core/complete-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { withExactActions } from '../core/exact-actions';
import { grantKeyVia } from '../core/exact-grant';
import { ofProtected } from '../core/removal';
import { refuseStrangers } from '../core/strangers';
import { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecureTable`.
 */
export interface SecureTableProps {
  /**
   * The attribute by which items are found.
   */
  readonly partitionKey: dynamodb.Attribute;

  /**
   * The attribute by which items of one partition are sorted.
   *
   * @default - no sort key
   */
  readonly sortKey?: dynamodb.Attribute;

  /**
   * Further ways to find items, each with keys of its own. At most 20.
   *
   * @default - none
   */
  readonly globalSecondaryIndexes?: dynamodb.GlobalSecondaryIndexPropsV2[];

  /**
   * Further sort keys for the table's partition key. At most 5, and only at creation.
   *
   * @default - none
   */
  readonly localSecondaryIndexes?: dynamodb.LocalSecondaryIndexProps[];

  /**
   * The attribute that holds when an item expires, in seconds since 1970.
   *
   * @default - items do not expire
   */
  readonly timeToLiveAttribute?: string;

  /**
   * What the stream of changes tells.
   *
   * @default - no stream
   */
  readonly dynamoStream?: dynamodb.StreamViewType;

  /**
   * How capacity is paid for. `Billing.onDemand({ maxReadRequestUnits: 100 })` bounds the request units of a second.
   *
   * @default - on demand, without a bound
   */
  readonly billing?: dynamodb.Billing;

  /**
   * Name of the table.
   *
   * @default - CloudFormation makes one up, so that a retained table never collides with a new one
   */
  readonly tableName?: string;

  /**
   * Lets anyone who may call `DeleteTable` delete the table with all its items. Shows in the template's metadata and in the
   * evidence.
   *
   * @default - the table is protected from deletion; not where the zone's profile lets data go with its stack
   */
  readonly allowDeletion?: boolean;

  /**
   * What happens to the table when the stack goes. `DESTROY` also needs `allowDeletion`.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The class of the data: decides its key.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * The zone whose key encrypts the table.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;
}

/**
 * A DynamoDB table under the zone's key, restorable to any second of the last 35 days and protected from deletion, whose
 * grants name exact actions on the table and on the indexes that it has.
 *
 * In the template: one `AWS::DynamoDB::GlobalTable` with one replica, as the CDK recommends. The three rules of cdk-nag about
 * DynamoDB look at `AWS::DynamoDB::Table` only and so say nothing here; key, point-in-time recovery and deletion protection
 * are checked by this library's own rules.
 *
 * There is no policy against calls without TLS: DynamoDB answers HTTPS only.
 *
 * A grant gives the caller the key for `kms:Decrypt` through DynamoDB, to read and to write, and the way through the zone's
 * gateway endpoint. Streams are for event sources: the gateway endpoint does not reach them.
 *
 * Throws on grants: `WildcardAction`, `FullAccess`, `NoStream`, `GrantWithoutEffect`; on replicas: `ReplicaNotCovered`.
 *
 * Fixed cost: none; recovery costs by size. Source: FSBP DynamoDB.2, DynamoDB.6; NIST 800-53 AC-6, CP-9, SC-28.
 *
 * @example
 * declare const placeOrder: SecureFunction;
 * declare const readOrder: SecureFunction;
 *
 * const table = new SecureTable(this, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
 * table.grantWriteData(placeOrder);
 * table.grantReadItems(readOrder);
 */
export class SecureTable extends dynamodb.TableV2 {
  /** The key of the table's data class in its zone. */
  public override readonly encryptionKey?: kms.IKey;
  /** Exact grants, the same as the methods of the table. */
  public override readonly grants: dynamodb.TableGrants;
  /** The zone of the table. */
  public readonly zone: TrustZone;

  private readonly exact?: ExactTableGrants;

  constructor(scope: Construct, id: string, props: SecureTableProps) {
    checkProps(new.target === SecureTable, 'SecureTableProps', pathOf(scope, id), props);
    const zone = props.zone ?? TrustZone.of(scope);
    const removalPolicy = props.removalPolicy ?? zone.profile.removalPolicy;
    const goes = props.removalPolicy === undefined && zone.profile.removalPolicy === RemovalPolicy.DESTROY;
    // a table that is to go with its stack could not, if it were protected
    const deletionProtection = !(props.allowDeletion ?? goes);
    super(scope, id, complete({
      partitionKey: props.partitionKey,
      sortKey: props.sortKey,
      globalSecondaryIndexes: props.globalSecondaryIndexes,
      localSecondaryIndexes: props.localSecondaryIndexes,
      timeToLiveAttribute: props.timeToLiveAttribute,
      dynamoStream: props.dynamoStream,
      billing: props.billing,
      tableName: props.tableName,
      deletionProtection,
      removalPolicy: deletionProtection ? ofProtected(removalPolicy) : removalPolicy,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      encryption: dynamodb.TableEncryptionV2.awsManagedKey(),
    }));

    this.zone = zone;
    const key = this.zone.key(props.dataClass);
    // The L2 sets a customer-managed key only where it knows the region; there is one replica, and it is here.
    const resource = this.node.defaultChild as dynamodb.CfnGlobalTable;
    resource.addPropertyOverride('Replicas.0.SSESpecification.KMSMasterKeyId', key.keyArn);
    this.encryptionKey = key;

    this.exact = new ExactTableGrants(this, props.dynamoStream !== undefined);
    this.grants = this.exact;
    for (const index of [...props.globalSecondaryIndexes ?? [], ...props.localSecondaryIndexes ?? []]) this.exact.addIndex(index.indexName);
    if (props.allowDeletion) this.node.addMetadata('cdk-zero-trust:opt-out', 'allowDeletion: the table is not protected from deletion');
    this.zone._join(this);
  }

  /**
   * Adds a statement to the table's policy. Throws `UntrustedAccount` for one that names an account which is neither of the app nor among
   * the zone's `trustedAccounts`.
   */
  public override addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    refuseStrangers(this, statement);
    return super.addToResourcePolicy(statement);
  }

  /**
   * Lets a principal read all data: `GetItem`, `BatchGetItem`, `Query`, `Scan`, `ConditionCheckItem`, `DescribeTable`; on
   * indexes `Query` and `Scan`.
   */
  public override grantReadData(grantee: iam.IGrantable): iam.Grant {
    return this.exact!.readData(grantee);
  }

  /**
   * Lets a principal read items whose key it knows: `GetItem`, `BatchGetItem`, `Query`, `ConditionCheckItem`; on indexes
   * `Query`. Without `Scan`, it cannot list the table.
   */
  public grantReadItems(grantee: iam.IGrantable): iam.Grant {
    return this.exact!.readItems(grantee);
  }

  /**
   * Lets a principal write: `PutItem`, `UpdateItem`, `DeleteItem`, `BatchWriteItem`, `DescribeTable`. A write can return the
   * item that it changed.
   */
  public override grantWriteData(grantee: iam.IGrantable): iam.Grant {
    return this.exact!.writeData(grantee);
  }

  /**
   * Lets a principal do what `grantReadData` and `grantWriteData` let it do.
   */
  public override grantReadWriteData(grantee: iam.IGrantable): iam.Grant {
    return this.exact!.readWriteData(grantee);
  }

  /**
   * Throws `FullAccess`: no principal needs `dynamodb:*`.
   */
  public override grantFullAccess(grantee: iam.IGrantable): iam.Grant {
    return this.exact!.fullAccess(grantee);
  }

  /**
   * Lets a principal do exactly the given actions on the table; `Query`, `Scan` and `PartiQLSelect` on its indexes too.
   * Actions on items bring the key through DynamoDB. Throws `WildcardAction` and `NoActions`.
   */
  public override grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return this.exact!.actions(grantee, ...actions);
  }

  /**
   * Lets a principal read the stream: `DescribeStream`, `GetRecords`, `GetShardIterator`, `ListStreams`. Throws `NoStream`.
   */
  public override grantStreamRead(grantee: iam.IGrantable): iam.Grant {
    return this.exact!.readStream(grantee);
  }

  /**
   * Lets a principal list the table's stream: `ListStreams`. Throws `NoStream`.
   */
  public override grantTableListStreams(grantee: iam.IGrantable): iam.Grant {
    return this.exact!.listStreams(grantee);
  }

  /**
   * Lets a principal do exactly the given actions on the stream. Throws `NoStream`, `WildcardAction` and `NoActions`.
   */
  public override grantStream(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return this.exact!.streamActions(grantee, ...actions);
  }

  /**
   * Lets a principal use the key through DynamoDB, for what DynamoDB does with it in a caller's name: `Decrypt`.
   */
  public override grantOnKey(grantee: iam.IGrantable, ...actions: string[]): iam.GrantOnKeyResult {
    const asked = withExactActions(new iam.PolicyStatement({ actions })).actions;
    const used = TABLE_KEY_ACTIONS.filter((action) => asked.includes(action));
    if (used.length === 0) return {};
    return { grant: grantKeyVia('dynamodb', { grantee, target: this, key: this.encryptionKey!, actions: used }) };
  }

  /**
   * Adds an index. Who was granted before may read it too.
   */
  public override addGlobalSecondaryIndex(props: dynamodb.GlobalSecondaryIndexPropsV2): void {
    super.addGlobalSecondaryIndex(props);
    this.exact?.addIndex(props.indexName);
  }

  /**
   * Adds an index. Who was granted before may read it too.
   */
  public override addLocalSecondaryIndex(props: dynamodb.LocalSecondaryIndexProps): void {
    super.addLocalSecondaryIndex(props);
    this.exact?.addIndex(props.indexName);
  }

  /**
   * Throws `ReplicaNotCovered`: a replica needs a key of its own region.
   */
  public override addReplica(props: dynamodb.ReplicaTableProps): void {
    this.exact!.refuseReplica(props.region);
  }

  /**
   * Throws `ReplicaNotCovered`: the table has no replicas.
   */
  public override replica(region: string): dynamodb.ITableV2 {
    return this.exact!.refuseReplica(region);
  }
}
