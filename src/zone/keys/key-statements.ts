import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

// What services ask of a key, each by its own documentation.
export const LOGS_ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:DescribeKey'];
export const ANOMALY_ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'];
export const USER_POOL_ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKeyWithoutPlaintext'];
export const POLICY_STORE_ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKeyWithoutPlaintext'];
export const PUBLISH_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];
/** An archive encrypts again what the bus had encrypted. */
export const EVENT_BUS_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

/** The service of a statement that the CDK adds by itself: no condition, or the one that names a topic of this app. */
export function looseServiceOf(statement: iam.PolicyStatement): string | undefined {
  const [principal, ...others] = statement.principals;
  if (others.length > 0 || !(principal instanceof iam.ServicePrincipal) || statement.effect !== iam.Effect.ALLOW) return undefined;
  if (!['s3.amazonaws.com', 'sns.amazonaws.com'].includes(principal.service)) return undefined;
  const { ArnEquals: named, ...conditions } = statement.conditions;
  if (Object.keys(conditions).length > 0) return undefined;
  return named === undefined || Token.isUnresolved(named['aws:SourceArn']) ? principal.service : undefined;
}
