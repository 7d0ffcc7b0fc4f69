import { Duration, Size } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';

/**
 * How what comes from a source is checked before the function's handler gets it.
 */
export interface EventSourceOptions {
  /**
   * A JSON schema (2020-12, or draft-07 by `$schema`) that what comes must fit, as plain data. Objects refuse properties that the
   * schema does not name, unless it says `additionalProperties` or `unevaluatedProperties`. For functions on Node.js.
   *
   * What it describes: of a queue the JSON in the body of a message (see `messageFormat`), of a table the item after the change
   * in plain values, of a Kinesis stream the JSON in the data of a record, of a bucket each record of a notification, of an event
   * bus the `detail` of an event, of a topic the JSON in a message, of an invocation its payload.
   *
   * @default - nothing is checked
   */
  readonly schema?: { [keyword: string]: any };

  /**
   * How big may be what the schema describes.
   *
   * @default Size.kibibytes(256)
   */
  readonly maxSize?: Size;
}

/**
 * What a message of a queue holds, and which part of it a schema describes.
 */
export enum MessageFormat {
  /** JSON of the sender: the schema describes all of it. */
  JSON = 'json',
  /** A notification of SNS, without raw message delivery: the schema describes the JSON in its `Message`. */
  SNS_NOTIFICATION = 'sns',
  /** An event of EventBridge: the schema describes its `detail`. */
  EVENTBRIDGE_EVENT = 'event',
  /** A notification of S3: the schema describes each of its records. Test messages of S3 are dropped. */
  S3_NOTIFICATION = 's3',
}

/**
 * What sources have in common that Lambda polls.
 */
export interface PolledEventSourceOptions extends EventSourceOptions {
  /**
   * Records that are handed over at once, at most.
   *
   * @default - 10 from a queue, 100 from a stream
   */
  readonly batchSize?: number;

  /**
   * How long records are gathered before they are handed over, at most 5 minutes.
   *
   * @default - they are not gathered
   */
  readonly maxBatchingWindow?: Duration;

  /**
   * Which records are handed over, each made by `lambda.FilterCriteria.filter(...)`; one that fits is enough. What fits none is
   * dropped. They are encrypted under the function's key.
   *
   * @default - all
   */
  readonly filters?: { [name: string]: any }[];

  /**
   * Whether records are polled at all.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * How a function takes messages from a queue.
 */
export interface QueueEventSourceOptions extends PolledEventSourceOptions {
  /**
   * For how many runs at once the queue is polled, 2 to 1000, and no more than the function has reserved.
   *
   * @default - what the function has reserved
   */
  readonly maxConcurrency?: number;

  /**
   * What a message holds. Decides what the schema describes.
   *
   * @default MessageFormat.JSON
   */
  readonly messageFormat?: MessageFormat;
}

/**
 * How a function takes records from a stream.
 */
export interface StreamEventSourceOptions extends PolledEventSourceOptions {
  /**
   * Where in the stream to begin.
   *
   * @default StartingPosition.TRIM_HORIZON
   */
  readonly startingPosition?: lambda.StartingPosition;

  /**
   * How often a record that fails is tried again, 0 to 10000. Halving a batch does not count.
   *
   * @default 5
   */
  readonly retryAttempts?: number;

  /**
   * How old a record may be when it is tried, 1 minute to 7 days.
   *
   * @default Duration.days(1)
   */
  readonly maxRecordAge?: Duration;

  /**
   * Batches of one shard that are handled at once, 1 to 10. Records of one key stay in order.
   *
   * @default 1
   */
  readonly parallelizationFactor?: number;

  /**
   * Which queue is told of records that failed. It is told where in the stream they are, and not what they hold.
   *
   * @default - the zone's dead-letter queue
   */
  readonly onFailure?: sqs.IQueue;
}

/**
 * How a function is told of what happens to the objects of a bucket.
 */
export interface BucketEventSourceOptions extends PolledEventSourceOptions {
  /**
   * For how many runs at once notices are polled, 2 to 1000, and no more than the function has reserved.
   *
   * @default - what the function has reserved
   */
  readonly maxConcurrency?: number;

  /**
   * The events.
   *
   * @default [s3.EventType.OBJECT_CREATED]
   */
  readonly events?: s3.EventType[];

  /**
   * How the key of the object begins.
   *
   * @default - any object
   */
  readonly prefix?: string;

  /**
   * How the key of the object ends.
   *
   * @default - any object
   */
  readonly suffix?: string;
}

/**
 * Which events a function takes from an event bus.
 */
export interface EventBusEventSourceOptions extends EventSourceOptions {
  /**
   * Which events of the bus.
   */
  readonly eventPattern: events.EventPattern;

  /**
   * What the rule is for.
   *
   * @default - none
   */
  readonly description?: string;
}

/**
 * Which messages a function takes from a topic.
 */
export interface TopicEventSourceOptions extends EventSourceOptions {
  /**
   * Which messages, by their attributes.
   *
   * @default - all
   */
  readonly filterPolicy?: { [attribute: string]: sns.SubscriptionFilter };

  /**
   * Which messages, by their body.
   *
   * @default - all
   */
  readonly filterPolicyWithMessageBody?: { [attribute: string]: sns.FilterOrPolicy };
}

/**
 * When a function runs by a schedule, and with what.
 */
export interface ScheduleEventSourceOptions {
  /**
   * What the function gets, as plain data; no secrets.
   *
   * @default - the event of EventBridge Scheduler, with the ARN of the schedule
   */
  readonly input?: { [name: string]: any };

  /**
   * What the schedule is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * How much later than its time a run may begin, 1 minute to 24 hours: runs of many schedules then do not begin at once.
   *
   * @default - it begins at its time
   */
  readonly flexibleTimeWindow?: Duration;

  /**
   * From when on the schedule is in force.
   *
   * @default - from its deployment on
   */
  readonly start?: Date;

  /**
   * Until when the schedule is in force.
   *
   * @default - as long as it is there
   */
  readonly end?: Date;

  /**
   * How often the invocation is tried again when Lambda cannot be reached or refuses it, 0 to 185.
   *
   * @default 5
   */
  readonly retryAttempts?: number;

  /**
   * For how long the invocation is tried, 1 minute to 24 hours.
   *
   * @default Duration.hours(1)
   */
  readonly maxEventAge?: Duration;

  /**
   * Whether the function runs by the schedule at all.
   *
   * @default true
   */
  readonly enabled?: boolean;
}
