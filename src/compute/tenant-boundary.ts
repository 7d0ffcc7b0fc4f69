import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import type { SecureFunction } from './secure-function';
import { keepsTenantsApart } from './tenant-checks';
import { TenantRole } from './tenant-role';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { tellDataHandled } from '../core/data-handling';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { exactGrant } from '../core/exact-grant';
import type { SecureBucket } from '../data/secure-bucket';
import type { SecureTable } from '../data/secure-table';

/**
 * Properties of a `TenantBoundary`.
 */
export interface TenantBoundaryProps {
  /**
   * The function that serves all tenants, each in execution environments of its own: one with `TenancyConfig.PER_TENANT`.
   */
  readonly handler: SecureFunction;

  /**
   * The session tag that names the tenant.
   *
   * @default 'tenant'
   */
  readonly tagKey?: string;

  /**
   * What stands between the tenant and the rest of a partition key, when a key is more than the tenant: `acme#order#17`.
   *
   * @default '#'
   */
  readonly separator?: string;
}

/** What DynamoDB does with items whose partition keys the call names. `Scan` and PartiQL name none. */
const READ_ITEMS = ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const WRITE_ITEMS = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

/**
 * Keeps tenants apart in what they store: the function that serves them all has no right to their data itself. It assumes a
 * role for each store with the tenant as session tag, and the role's policies let only that tenant's items and objects through.
 *
 * In the template, for each store: a role and its customer-managed policy. The function gets `sts:AssumeRole` and
 * `sts:TagSession` on these roles and the way to STS.
 *
 * - Items are those whose partition key is the tenant, or begins with the tenant and the separator.
 * - Objects are those below `<prefix><tenant>/`.
 *
 * The code asks STS once for each execution environment, which serves one tenant only, and finds the role in `roleFor(store)`.
 * A tenant's name holds no slash and no separator: the roles' trust refuses it. Session tags hold no wildcards.
 *
 * Throws `SharedEnvironments` for a function without `TenancyConfig.PER_TENANT`, `BadTagKey`, `BadSeparator`, `BadPrefix`, and
 * `NoTenantRole` for a store that nothing was granted on.
 *
 * Fixed cost: none; an interface endpoint of STS in the zone's network, 7.30 USD a month and Availability Zone. Source: IAM user
 * guide, "Passing session tags in AWS STS"; DynamoDB developer guide, "Using IAM policy conditions for fine-grained access
 * control"; NIST 800-53 AC-3, AC-4, SC-4.
 *
 * @example
 * declare const claims: SecureTable;
 *
 * const handler = new SecureFunction(this, 'Read', {
 *   code: lambda.Code.fromAsset('read-claim'),
 *   tenancyConfig: lambda.TenancyConfig.PER_TENANT,
 * });
 * const tenants = new TenantBoundary(this, 'Tenants', { handler });
 * tenants.grantReadItems(claims);
 * handler.addEnvironment('CLAIMS_ROLE', tenants.roleFor(claims).roleArn);
 */
export class TenantBoundary extends Construct {
  /** The function that serves all tenants. */
  public readonly handler: SecureFunction;

  private readonly tagKey: string;
  private readonly separator: string;
  private readonly roles = new Map<IConstruct, TenantRole>();

  constructor(scope: Construct, id: string, props: TenantBoundaryProps) {
    checkProps(new.target === TenantBoundary, 'TenantBoundaryProps', pathOf(scope, id), props);
    const { handler, tagKey = 'tenant', separator = '#' } = props;
    check(pathOf(scope, id), handler, tagKey, separator);
    super(scope, id);
    this.handler = handler;
    this.tagKey = tagKey;
    this.separator = separator;
  }

  /**
   * Lets the function read the items of the tenant whom it serves: `GetItem`, `BatchGetItem`, `Query`, `ConditionCheckItem`.
   *
   * @param table a table whose partition key begins with the tenant; its indexes are not granted
   */
  public grantReadItems(table: SecureTable): iam.Grant {
    return this.onItems(table, Intent.READ, READ_ITEMS);
  }

  /**
   * Lets the function write the items of the tenant whom it serves: `PutItem`, `UpdateItem`, `DeleteItem`, `BatchWriteItem`.
   *
   * @param table a table whose partition key begins with the tenant
   */
  public grantWriteItems(table: SecureTable): iam.Grant {
    return this.onItems(table, Intent.WRITE, WRITE_ITEMS);
  }

  /**
   * Lets the function do what `grantReadItems` and `grantWriteItems` let it do.
   *
   * @param table a table whose partition key begins with the tenant; its indexes are not granted
   */
  public grantReadWriteItems(table: SecureTable): iam.Grant {
    return this.onItems(table, Intent.READ_WRITE, [...READ_ITEMS, ...WRITE_ITEMS]);
  }

  /**
   * Lets the function read and list the objects of the tenant whom it serves.
   *
   * @param bucket the bucket
   * @param prefix what stands before the tenant in the keys, with its slash at the end
   */
  public grantReadObjects(bucket: SecureBucket, prefix: string = ''): iam.Grant {
    return this.onObjects(bucket, prefix, (role, pattern) => bucket.grantRead(role, pattern));
  }

  /**
   * Lets the function put objects of the tenant whom it serves.
   *
   * @param bucket the bucket
   * @param prefix what stands before the tenant in the keys, with its slash at the end
   */
  public grantPutObjects(bucket: SecureBucket, prefix: string = ''): iam.Grant {
    return this.onObjects(bucket, prefix, (role, pattern) => bucket.grantPut(role, pattern));
  }

  /**
   * Lets the function delete objects of the tenant whom it serves.
   *
   * @param bucket the bucket
   * @param prefix what stands before the tenant in the keys, with its slash at the end
   */
  public grantDeleteObjects(bucket: SecureBucket, prefix: string = ''): iam.Grant {
    return this.onObjects(bucket, prefix, (role, pattern) => bucket.grantDelete(role, pattern));
  }

  /**
   * The role that the function assumes for a store, with the tenant as session tag. Hand its ARN to the function:
   * `handler.addEnvironment('ORDERS_ROLE', tenants.roleFor(orders).roleArn)`.
   *
   * @param store a table or bucket that was granted before
   */
  public roleFor(store: IConstruct): iam.IRole {
    const role = this.roles.get(store);
    if (role) return role;
    throw new ZeroTrustError(this, 'NoTenantRole', `nothing was granted on ${store.node.path}, so that there is no role for it.`,
      'call a grant of this boundary with the store first.');
  }

  private onItems(table: SecureTable, intent: Intent, given: string[]): iam.Grant {
    const tenant = `\${aws:PrincipalTag/${this.tagKey}}`;
    return this.granted(table, (role) => exactGrant({
      grantee: role,
      target: table,
      intent,
      actions: [...given].sort(),
      resourceArns: [table.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [tenant, `${tenant}${this.separator}*`] },
        // ForAllValues is true of a call that names no keys
        'Null': { 'dynamodb:LeadingKeys': 'false' },
      },
      key: table.encryptionKey,
      keyActions: ['kms:Decrypt'],
      viaService: 'dynamodb',
    }));
  }

  private onObjects(bucket: SecureBucket, prefix: string, grant: (role: TenantRole, pattern: string) => iam.Grant): iam.Grant {
    if (!/^([\w!.'()-]+\/)*$/.test(prefix)) {
      throw new ZeroTrustError(this, 'BadPrefix', `'${prefix}' is no folder under which tenants have folders of their own.`,
        "end it with a slash and leave wildcards out, for example 'invoices/'.");
    }
    return this.granted(bucket, (role) => grant(role, `${prefix}\${aws:PrincipalTag/${this.tagKey}}/*`));
  }

  private granted(store: SecureTable | SecureBucket, grant: (role: TenantRole) => iam.Grant): iam.Grant {
    if (store.encryptionKey) tellDataHandled(this.handler, store.encryptionKey);
    return grant(this.roles.get(store) ?? this.makeRole(store));
  }

  private makeRole(store: IConstruct): TenantRole {
    const id = this.node.tryFindChild(store.node.id) ? `${store.node.id}${store.node.addr.slice(-6)}` : store.node.id;
    const role = new TenantRole(this, id, { handler: this.handler, tagKey: this.tagKey, separator: this.separator });
    this.roles.set(store, role);
    exactGrant({
      grantee: this.handler, target: role, intent: Intent.USE, actions: ['sts:AssumeRole', 'sts:TagSession'], resourceArns: [role.roleArn],
    });
    return role;
  }
}

function check(path: string, handler: SecureFunction, tagKey: string, separator: string): void {
  if (!keepsTenantsApart(handler)) {
    throw new ZeroTrustError(path, 'SharedEnvironments', `${handler.node.path} runs for one tenant in the environment of another, and keeps what it assumed in memory.`,
      'give the function tenancyConfig: TenancyConfig.PER_TENANT.');
  }
  if (!/^[\w-]{1,128}$/.test(tagKey)) {
    throw new ZeroTrustError(path, 'BadTagKey', `'${tagKey}' is no name of a tag that policies can quote.`, 'use letters, digits, _ and -.');
  }
  if (!/^[^\w*?$/\s-]$/.test(separator)) {
    throw new ZeroTrustError(path, 'BadSeparator', `'${separator}' does not part a tenant from the rest of a key.`, "use one character that is in no tenant's name, such as # or |.");
  }
}
