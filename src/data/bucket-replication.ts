import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import type { DataKey } from '../zone/keys/data-key';
import { acknowledgeObjects } from '../zone/object-wildcards';

const REPLICATE = ['s3:ReplicateDelete', 's3:ReplicateObject', 's3:ReplicateTags'];
const READ_VERSIONS = [
  's3:GetObjectLegalHold', 's3:GetObjectRetention', 's3:GetObjectVersionAcl', 's3:GetObjectVersionForReplication', 's3:GetObjectVersionTagging',
];

/** @internal */
export interface ReplicationOptions {
  readonly source: s3.Bucket;
  /** The key of the source. */
  readonly key: DataKey;
  /** A bucket with a key of its own. */
  readonly target: s3.IBucket;
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * Copies each new object to another bucket, under that bucket's key.
 *
 * Source: Amazon S3 user guide, "Setting up permissions for live replication", "Replicating encrypted objects".
 */
export function replicate({ source, key, target, permissionsBoundary }: ReplicationOptions): void {
  const role = new CustomerManagedRole(source, 'Replication', { assumedBy: new iam.ServicePrincipal('s3.amazonaws.com'), permissionsBoundary });
  const allow = (actions: string[], resource: string, conditions?: Record<string, Record<string, unknown>>) =>
    iam.Grant.addToPrincipal({ grantee: role, actions, resourceArns: [resource], conditions });
  const through = (bucket: s3.IBucket) => ({
    StringEquals: { 'kms:ViaService': `s3.${bucket.env.region}.${Stack.of(bucket).urlSuffix}` },
    StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucket.bucketArn, bucket.arnForObjects('*')] },
  });
  const grants = [
    allow(['s3:GetReplicationConfiguration', 's3:ListBucket'], source.bucketArn),
    allow(READ_VERSIONS, source.arnForObjects('*')),
    allow(REPLICATE, target.arnForObjects('*')),
    allow(['kms:Decrypt'], key.keyArn, through(source)),
    allow(['kms:Encrypt', 'kms:GenerateDataKey'], target.encryptionKey!.keyArn, through(target)),
  ];
  acknowledgeObjects(role, grants[1], [source.arnForObjects('*')]);
  acknowledgeObjects(role, grants[2], [target.arnForObjects('*')]);
  declareEdge(source, { caller: source.node.path, target: target.node.path, intent: Intent.WRITE, actions: REPLICATE });

  (source.node.defaultChild as s3.CfnBucket).replicationConfiguration = {
    role: role.roleArn,
    rules: [{
      id: 'Copy',
      status: 'Enabled',
      priority: 1,
      filter: { prefix: '' },
      deleteMarkerReplication: { status: 'Disabled' },
      sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
      destination: { bucket: target.bucketArn, encryptionConfiguration: { replicaKmsKeyId: target.encryptionKey!.keyArn } },
    }],
  };
}
