import { CfnResource, Duration, Reference, Token, Tokenization } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { ZeroTrustError } from '../core/errors';
import { acknowledgeStructural, inPacks, StructuralCause } from '../core/structural-acknowledgement';

/** What SQS uses when a queue does not say, in seconds. */
const DEFAULT_VISIBILITY = 30;
/** Source: AWS Lambda developer guide, "Configuring a queue to use with Lambda". */
const VISIBILITY_FACTOR = 6;

/** The queue of this app that a mapping polls; none for other sources and for queues that were imported. */
export function queueBehind(eventSourceArn?: string): sqs.CfnQueue | undefined {
  if (!eventSourceArn) return undefined;
  const target = Tokenization.reverseString(eventSourceArn).tokens.find(Reference.isReference)?.target;
  if (!target || !CfnResource.isCfnResource(target) || target.cfnResourceType !== 'AWS::SQS::Queue') return undefined;
  return target as sqs.CfnQueue;
}

/**
 * Throws `QueueVisibilityTooShort` when a message could come back while a function still handles it.
 */
export function checkVisibility(path: string, queue: sqs.CfnQueue, timeout: Duration, window: Duration = Duration.seconds(0)): void {
  const visibility = queue.visibilityTimeout ?? DEFAULT_VISIBILITY;
  if (Token.isUnresolved(visibility) || timeout.isUnresolved() || window.isUnresolved()) return;
  const needed = VISIBILITY_FACTOR * timeout.toSeconds() + window.toSeconds();
  if (visibility >= needed) return;
  throw new ZeroTrustError(path, 'QueueVisibilityTooShort',
    `messages of ${queue.node.scope?.node.path} become visible again after ${visibility} s, and this function may need ${needed} s for its retries.`,
    `set the queue's visibilityTimeout to ${needed} s or more, or the function's timeout to ${Math.floor((visibility - window.toSeconds()) / VISIBILITY_FACTOR)} s or less.`);
}

/**
 * How long a queue of our own hides messages from which a function takes: six times its timeout and the batching window, a
 * minute at least.
 *
 * Throws `UnknownTimeout` when the timeout is not known before deployment.
 */
export function visibilityFor(fn: lambda.Function, window: Duration = Duration.seconds(0)): Duration {
  const timeout = fn.timeout!;
  if (timeout.isUnresolved() || window.isUnresolved()) {
    throw new ZeroTrustError(fn, 'UnknownTimeout', 'how long a queue has to hide messages follows from a timeout that is not known before deployment.',
      'give timeout and maxBatchingWindow in plain numbers; or make the queue yourself, call bucket.notifyQueue(queue) and consume the queue.');
  }
  return Duration.seconds(Math.max(60, VISIBILITY_FACTOR * timeout.toSeconds() + window.toSeconds()));
}

/** Lambda sends no failed message of a queue to a destination: the queue itself hands it to its dead-letter queue. */
export function acknowledgeRedrive(mapping: lambda.EventSourceMapping, queue: sqs.CfnQueue): void {
  if (queue.redrivePolicy === undefined) return;
  acknowledgeStructural(mapping.node.defaultChild!, {
    cause: StructuralCause.END_OF_CHAIN,
    findings: inPacks(['Serverless'], 'LambdaEventSourceMappingDestination'),
    provedBy: 'ZT-LAMBDA-004',
    reason: 'Lambda has no failure destination for queues; the queue\'s redrive policy is the way that failed messages take.',
  });
}
