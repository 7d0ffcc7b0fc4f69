import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { callerOf } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { refuseWildcards, strictGrant } from '../core/strict-grant';

const READ_ITEMS = ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const READ = [...READ_ITEMS, 'dynamodb:DescribeTable', 'dynamodb:Scan'];
const WRITE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:DescribeTable', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const READ_STREAM = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'];

/** Actions on items, which need the key; all others are about the table itself. */
const ON_ITEMS = /^dynamodb:(PartiQL\w+|Query|Scan|Condition\w+|\w+Items?)$/;
/** What IAM checks against an index. Source: Service Authorization Reference, "Actions defined by Amazon DynamoDB". */
const ON_INDEXES = ['dynamodb:PartiQLSelect', 'dynamodb:Query', 'dynamodb:Scan'];

/**
 * What DynamoDB asks of KMS in a caller's name, to read and to write: it decrypts the table's own key. That key is made in
 * the name of who creates the table, and kept up by grants to the service.
 *
 * Source: Amazon DynamoDB developer guide, "Encryption at rest usage notes", monitoring the interaction with KMS.
 */
export const TABLE_KEY_ACTIONS = ['kms:Decrypt'];

/**
 * Grants on a table by exact actions, on the table and on those of its indexes that exist, in whatever order they are added.
 *
 * @internal
 */
export class ExactTableGrants extends dynamodb.TableGrants {
  private readonly indexArns: string[] = [];
  private readonly readers: { grantee: iam.IGrantable; intent: Intent; actions: string[] }[] = [];

  constructor(private readonly owner: dynamodb.TableV2, private readonly streamed: boolean) {
    super({ table: owner });
  }

  /** Makes an index known, also to those who were granted before. */
  public addIndex(name: string): void {
    const arn = `${this.owner.tableArn}/index/${name}`;
    this.indexArns.push(arn);
    this.readers.forEach((reader) => strictGrant({ ...reader, target: this.owner, resourceArns: [arn] }));
  }

  public override actions(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    refuseWildcards(this.owner, actions);
    return this.on(grantee, Intent.USE, actions);
  }

  /** Reads items by their key, never by a scan. */
  public readItems(grantee: iam.IGrantable): iam.Grant {
    return this.on(grantee, Intent.READ, READ_ITEMS);
  }

  public override readData(grantee: iam.IGrantable): iam.Grant {
    return this.on(grantee, Intent.READ, READ);
  }

  public override writeData(grantee: iam.IGrantable): iam.Grant {
    return this.on(grantee, Intent.WRITE, WRITE);
  }

  public override readWriteData(grantee: iam.IGrantable): iam.Grant {
    return this.on(grantee, Intent.READ_WRITE, [...new Set([...READ, ...WRITE])]);
  }

  public override fullAccess(grantee: iam.IGrantable): iam.Grant {
    throw new ZeroTrustError(this.owner, 'FullAccess', `dynamodb:* would also let ${callerOf(grantee)} delete the table and change its protection.`,
      'use grantReadWriteData, and grant() with the exact actions for what it leaves out.');
  }

  public override multiAccountReplicationTo(destinationReplicaArn: string): void {
    this.refuseReplica(destinationReplicaArn);
  }

  public override multiAccountReplicationFrom(sourceReplicaArn: string): void {
    this.refuseReplica(sourceReplicaArn);
  }

  public readStream(grantee: iam.IGrantable): iam.Grant {
    return this.onStream(grantee, Intent.CONSUME, READ_STREAM);
  }

  public listStreams(grantee: iam.IGrantable): iam.Grant {
    return this.onStream(grantee, Intent.USE, ['dynamodb:ListStreams']);
  }

  public streamActions(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    refuseWildcards(this.owner, actions);
    return this.onStream(grantee, Intent.USE, actions);
  }

  public refuseReplica(where: string): never {
    throw new ZeroTrustError(this.owner, 'ReplicaNotCovered', `a replica (${where}) needs a key and grants of its own region, which this table does not make.`,
      'make a SecureTable in a stack of the other region, or use dynamodb.TableV2 for a global table.');
  }

  private on(grantee: iam.IGrantable, intent: Intent, given: string[]): iam.Grant {
    const actions = [...given].sort();
    const grant = this.grant(grantee, intent, actions, this.owner.tableArn);
    const onIndexes = actions.filter((action) => ON_INDEXES.includes(action));
    if (onIndexes.length === 0) return grant;

    const reader = { grantee, intent, actions: onIndexes };
    this.readers.push(reader);
    if (this.indexArns.length === 0) return grant;
    return grant.combine(strictGrant({ ...reader, target: this.owner, resourceArns: this.indexArns }));
  }

  private onStream(grantee: iam.IGrantable, intent: Intent, actions: string[]): iam.Grant {
    if (!this.streamed) {
      throw new ZeroTrustError(this.owner, 'NoStream', 'the table has no stream that could be granted.', 'set dynamoStream.');
    }
    return this.grant(grantee, intent, actions, this.owner.tableStreamArn!);
  }

  private grant(grantee: iam.IGrantable, intent: Intent, actions: string[], resourceArn: string): iam.Grant {
    const keyActions = actions.some((action) => ON_ITEMS.test(action) || action === 'dynamodb:GetRecords') ? TABLE_KEY_ACTIONS : [];
    return strictGrant({
      grantee, target: this.owner, intent, actions, resourceArns: [resourceArn], key: this.owner.encryptionKey, keyActions, viaService: 'dynamodb',
    });
  }
}
