import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { CustomerManagedRole } from './customer-managed-role';
import type { DataKey } from './keys/data-key';
import { acknowledgeWildcards } from './object-wildcards';
import type { Stored } from './stored';

const TABLE = ['dynamodb:CreateBackup', 'dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource', 'dynamodb:StartAwsBackupJob'];
const TABLE_BACKUPS = ['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'];
const BUCKET = [
  's3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketNotification', 's3:GetBucketTagging', 's3:GetBucketVersioning',
  's3:GetInventoryConfiguration', 's3:ListBucket', 's3:ListBucketVersions', 's3:PutBucketNotification', 's3:PutInventoryConfiguration',
];
const OBJECTS = [
  's3:GetObject', 's3:GetObjectAcl', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging',
];
const RULES = [
  'events:DeleteRule', 'events:DescribeRule', 'events:DisableRule', 'events:EnableRule', 'events:ListTargetsByRule', 'events:PutRule',
  'events:PutTargets', 'events:RemoveTargets',
];
const FOLLOWING = ['cloudwatch:GetMetricData', 'events:ListRules'];

/**
 * What AWS Backup may do for named stores: the statements of its managed policies for DynamoDB and S3, held to them.
 *
 * Source: AWS managed policy reference, AWSBackupServiceRolePolicyForBackup, AWSBackupServiceRolePolicyForS3Backup.
 */
export class BackupRole extends CustomerManagedRole {
  private followsBuckets = false;

  constructor(scope: Construct, id: string, permissionsBoundary?: iam.IManagedPolicy) {
    super(scope, id, { assumedBy: new iam.ServicePrincipal('backup.amazonaws.com'), permissionsBoundary });
    // Tags of a store go to its backups, which are called by a UUID.
    this.allow(['backup:TagResource'], this.arnOf('backup', 'recovery-point', '????????-????-????-????-????????????', ArnFormat.COLON_RESOURCE_NAME));
  }

  /** Lets backups into a vault, and uses its key through the services in question. */
  public mayFill(vaultArn: string, key: DataKey): void {
    const { region, urlSuffix } = Stack.of(this);
    this.allow(['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'], vaultArn);
    this.allow(['kms:Decrypt', 'kms:GenerateDataKey'], key.keyArn, {
      StringEquals: { 'kms:ViaService': ['backup', 'dynamodb', 's3'].map((service) => `${service}.${region}.${urlSuffix}`) },
    });
    this.allow(['kms:DescribeKey'], key.keyArn);
    this.allow(['kms:CreateGrant'], key.keyArn, { Bool: { 'kms:GrantIsForAWSResource': 'true' } });
  }

  public mayBackUp({ kind, arn }: Stored): void {
    if (kind === 'table') {
      this.allow(TABLE, arn);
      this.allowAll(TABLE_BACKUPS, `${arn}/backup/*`, 'Backups of a table have no ARN before they are made; the statement names the table.');
      return;
    }
    this.allow(BUCKET, arn);
    this.allowAll(OBJECTS, `${arn}/*`, 'Objects have no ARN to name before they are written; a backup is of the whole bucket.');
    if (this.followsBuckets) return;
    this.followsBuckets = true;
    this.allowAll(RULES, this.arnOf('events', 'rule', 'AwsBackupManagedRule*', ArnFormat.SLASH_RESOURCE_NAME),
      'AWS Backup names the rule by which it follows a bucket itself.');
    this.allowAll(FOLLOWING, '*', 'The two actions take no resource by the Service Authorization Reference.');
  }

  private allow(actions: string[], resource: string, conditions?: Record<string, unknown>): iam.PolicyStatement {
    const statement = new iam.PolicyStatement({ actions, resources: [resource], conditions });
    this.addToPrincipalPolicy(statement);
    return statement;
  }

  private allowAll(actions: string[], pattern: string, reason: string): void {
    acknowledgeWildcards(this, this.allow(actions, pattern), [pattern], reason);
  }

  private arnOf(service: string, resource: string, resourceName: string, arnFormat: ArnFormat): string {
    return Stack.of(this).formatArn({ service, resource, resourceName, arnFormat });
  }
}
