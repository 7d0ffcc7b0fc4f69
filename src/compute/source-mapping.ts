import { ArnFormat, CfnResource, Duration, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { refuseUnencrypted } from './failure-destination';
import { ZeroTrustError } from '../core/errors';
import { DataKey } from '../zone/keys/data-key';
import type { TrustZone } from '../zone/trust-zone';

/** What Lambda reads in the name of a function: endpoint names of the services. */
type PolledService = 'sqs' | 'kinesis' | 'dynamodb';

const SERVICE_OF_TYPE: Record<string, PolledService> = {
  'AWS::DynamoDB::GlobalTable': 'dynamodb',
  'AWS::DynamoDB::Table': 'dynamodb',
  'AWS::Kinesis::Stream': 'kinesis',
  'AWS::Kinesis::StreamConsumer': 'kinesis',
  'AWS::SQS::Queue': 'sqs',
};
const SERVICE_IN_ARN = /:(sqs|kinesis|dynamodb):/;

/** Bounds of `MaximumConcurrency`. Source: AWS Lambda API reference, ScalingConfig. */
const LEAST_POLLERS = 2;
const MOST_POLLERS = 1_000;
/** For how many runs a queue is polled when its function has reserved none. */
export const UNRESERVED_POLLERS = 10;

/** The service behind an event source, by the construct that its ARN refers to or by the ARN itself. */
export function polledService(eventSourceArn?: string): PolledService | undefined {
  if (!eventSourceArn) return undefined;
  const target = Tokenization.reverseString(eventSourceArn).tokens.find(Reference.isReference)?.target;
  const byType = target && CfnResource.isCfnResource(target) ? SERVICE_OF_TYPE[target.cfnResourceType] : undefined;
  return byType ?? SERVICE_IN_ARN.exec(eventSourceArn)?.[1] as PolledService | undefined;
}

/**
 * Options of a mapping from a queue: failed messages come back one by one, and no more is polled at once than the function
 * may run.
 *
 * Throws `PollsBeyondConcurrency` when more was asked for.
 */
export function fromQueue(
  path: string, options: lambda.EventSourceMappingOptions, reserved: number | undefined,
): lambda.EventSourceMappingOptions {
  return {
    ...options,
    reportBatchItemFailures: options.reportBatchItemFailures ?? true,
    maxConcurrency: options.maxConcurrency === undefined && !options.provisionedPollerConfig
      ? pollersWithin(reserved ?? UNRESERVED_POLLERS) : checkPollers(path, options.maxConcurrency, reserved),
  };
}

/**
 * Options of a mapping from a stream: a record that fails is told apart from its batch, tried a few times within a day, and
 * then told of in the zone's dead letters.
 *
 * Throws `UnencryptedDestination` for another destination without a key.
 */
export function fromStream(path: string, options: lambda.EventSourceMappingOptions, zone: TrustZone): lambda.EventSourceMappingOptions {
  const { onFailure } = options;
  return {
    ...options,
    reportBatchItemFailures: options.reportBatchItemFailures ?? true,
    bisectBatchOnError: options.bisectBatchOnError ?? true,
    retryAttempts: options.retryAttempts ?? 5,
    maxRecordAge: options.maxRecordAge ?? Duration.days(1),
    onFailure: onFailure ? {
      bind: (mapping, target) => refuseUnencrypted(path, onFailure.bind(mapping, target)),
    } : {
      // every function of the zone may send there already
      bind: () => ({ destination: zone.deadLetterQueue.queueArn }),
    },
  };
}

/**
 * Encrypts the filters of a mapping, which quote values of the data that they look for. Set on the L1: the L2 lets Lambda use
 * the key for mappings of any account.
 */
export function encryptFilters(mapping: lambda.EventSourceMapping, key: kms.IKey): void {
  if (DataKey.isDataKey(key)) {
    key.allowEventFilters();
  } else {
    const functions = Stack.of(mapping).formatArn({
      service: 'lambda', resource: 'function', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    key.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('lambda.amazonaws.com')],
      actions: ['kms:Decrypt'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:lambda:FunctionArn': functions } },
    }));
  }
  (mapping.node.defaultChild as lambda.CfnEventSourceMapping).kmsKeyArn = key.keyArn;
}

/** For how many runs at once a queue may be polled; undefined when nothing bounds them, or nobody knows before deployment. */
export function pollersWithin(reserved?: number): number | undefined {
  if (reserved === undefined || Token.isUnresolved(reserved)) return undefined;
  return Math.min(Math.max(reserved, LEAST_POLLERS), MOST_POLLERS);
}

/** What is polled and cannot run comes back to the queue, and after a few times it counts as failed without ever having been tried. */
function checkPollers(path: string, polled: number | undefined, reserved?: number): number | undefined {
  if (polled === undefined || reserved === undefined || Token.isUnresolved(polled) || Token.isUnresolved(reserved)) return polled;
  if (polled <= Math.max(reserved, LEAST_POLLERS)) return polled;
  throw new ZeroTrustError(path, 'PollsBeyondConcurrency',
    `the queue would be polled for ${polled} runs at once, and ${reserved} are reserved: what cannot run ends as a dead letter.`,
    `set maxConcurrency to ${Math.max(reserved, LEAST_POLLERS)} or less, or reservedConcurrentExecutions to ${polled} or more.`);
}
