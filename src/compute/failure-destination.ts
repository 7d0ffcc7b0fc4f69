import { CfnResource, Reference, Tokenization } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { ZeroTrustError } from '../core/errors';

/** How each destination says which key encrypts it. */
const KEY_OF: Record<string, (resource: any) => unknown> = {
  'AWS::S3::Bucket': (bucket) => bucket.bucketEncryption,
  'AWS::SNS::Topic': (topic) => topic.kmsMasterKeyId,
  'AWS::SQS::Queue': (queue) => queue.kmsMasterKeyId,
};

/**
 * The destination itself. Throws `UnencryptedDestination` for one of this app without a key; of one that was imported nothing
 * is known here.
 */
export function refuseUnencrypted(path: string, config: lambda.DlqDestinationConfig): lambda.DlqDestinationConfig {
  const target = Tokenization.reverseString(config.destination).tokens.find(Reference.isReference)?.target;
  const keyOf = target && CfnResource.isCfnResource(target) ? KEY_OF[target.cfnResourceType] : undefined;
  if (!keyOf || keyOf(target) !== undefined) return config;
  throw new ZeroTrustError(path, 'UnencryptedDestination', `${target!.node.path} is under no key, and what fails would end there.`,
    'leave onFailure out for the zone\'s dead-letter queue, or use a SecureQueue.');
}
