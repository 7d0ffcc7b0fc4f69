import type * as iam from 'aws-cdk-lib/aws-iam';
import { Intent } from '../core/edge';

/**
 * What reads of the CDK's L2s ask for and a poller does not need: the list of all streams, and to subscribe to the stream
 * itself. A consumer with enhanced fan-out is named by a statement of its own.
 *
 * Source: AWS Lambda developer guide, "Configuring your execution role" for Kinesis Data Streams.
 */
const NOT_POLLED = ['kinesis:DescribeStreamConsumer', 'kinesis:ListStreams', 'kinesis:SubscribeToShard'];

/** Where failed records are sent. */
const SENDS = /^(sqs:SendMessage|sns:Publish|s3:PutObject)$/;

/** The statement with what Lambda's poller uses of it. */
export function asPolled(statement: iam.PolicyStatement): iam.PolicyStatement {
  // the read of a stream, which has all three; the statement of a consumer has two and names the consumer
  if (!statement.actions.includes('kinesis:GetRecords')) return statement;
  return statement.copy({ actions: statement.actions.filter((action) => !NOT_POLLED.includes(action)) });
}

/** The statement with its key bound to the service that is polled; unchanged when it says for itself how the key is used. */
export function throughService(statement: iam.PolicyStatement, service: string): iam.PolicyStatement {
  const isKey = statement.actions.length > 0 && statement.actions.every((action) => action.startsWith('kms:'));
  if (!isKey || Object.keys(statement.conditions).length > 0) return statement;
  return statement.copy({ conditions: { StringEquals: { 'kms:ViaService': service } } });
}

/** What the service does to the source in the function's name. */
export function intentOf(actions: string[]): Intent {
  return actions.some((action) => SENDS.test(action)) ? Intent.PUBLISH : Intent.CONSUME;
}
