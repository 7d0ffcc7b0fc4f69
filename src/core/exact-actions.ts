import * as iam from 'aws-cdk-lib/aws-iam';

/**
 * The wildcards that grants of the CDK's own L2s use, and the actions that they stand for here. An action that is not in
 * this table stays as it is written, so that the packs see it.
 *
 * Source: Service Authorization Reference, pages of the services.
 */
const EXACT: Record<string, string[]> = {
  'kms:ReEncrypt*': ['kms:ReEncryptFrom', 'kms:ReEncryptTo'],
  'kms:GenerateDataKey*': ['kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'],
  's3:GetObject*': ['s3:GetObject', 's3:GetObjectVersion'],
  's3:GetBucket*': ['s3:GetBucketLocation'],
  's3:List*': ['s3:ListBucket'],
  's3:DeleteObject*': ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  's3:Abort*': ['s3:AbortMultipartUpload'],
};

/** The same statement with known wildcards replaced by the exact actions; the statement itself when it has none. */
export function withExactActions(statement: iam.PolicyStatement): iam.PolicyStatement {
  if (!statement.actions.some((action) => action in EXACT)) return statement;
  const actions = [...new Set(statement.actions.flatMap((action) => EXACT[action] ?? [action]))];
  return statement.copy({ actions });
}
