import { CfnResource } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { DataKey } from './keys/data-key';

/** A store that AWS Backup can save. */
export interface Stored {
  readonly kind: 'bucket' | 'table';
  readonly arn: string;
  readonly key: DataKey;
}

const KINDS: Record<string, Stored['kind']> = { 'AWS::DynamoDB::GlobalTable': 'table', 'AWS::S3::Bucket': 'bucket' };

/** What a member of a zone stores; `undefined` for all but tables and buckets under a key of the zone. */
export function storedIn(member: IConstruct): Stored | undefined {
  const resource = member.node.defaultChild;
  const kind = CfnResource.isCfnResource(resource) ? KINDS[resource.cfnResourceType] : undefined;
  const { encryptionKey: key } = member as { encryptionKey?: unknown } & IConstruct;
  if (!kind || !DataKey.isDataKey(key)) return undefined;
  // AWS Backup follows a bucket by its events, and would switch them on behind CloudFormation's back
  if (member instanceof s3.Bucket) member.enableEventBridgeNotification();
  return { kind, arn: (resource as CfnResource).getAtt('Arn').toString(), key };
}
