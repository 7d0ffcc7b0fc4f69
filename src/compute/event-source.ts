import { Names, Stack, Token } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import type * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import type { CheckOptions } from './event-check';
import type { EventConsumer } from './event-consumer';
import {
  BucketEventSourceOptions, EventBusEventSourceOptions, EventSourceOptions, MessageFormat, QueueEventSourceOptions, ScheduleEventSourceOptions,
  StreamEventSourceOptions, TopicEventSourceOptions,
} from './event-source-options';
import { visibilityFor } from './queue-source';
import { checkSchedule, FunctionSchedules } from './schedule-source';
import { undeliveredOf } from './undelivered';
import { checkProps } from '../core/checked-props';
import { tellDataHandled } from '../core/data-handling';
import { ZeroTrustError } from '../core/errors';
import { invokedOf } from '../core/invocation-point';
import type { SecureBucket } from '../data/secure-bucket';
import type { SecureEventBus } from '../data/secure-event-bus';
import { SecureQueue } from '../data/secure-queue';
import type { SecureTopic } from '../data/secure-topic';
import type { DataKey } from '../zone/keys/data-key';

/**
 * Where a function takes its events from: `fn.consumes(EventSource.queue(orders))`.
 *
 * Whatever the source, the function gets exact rights to read it, failed records are told apart from their batch, tried a
 * bounded number of times and then kept, and services invoke it for this source and account only. Lambda itself polls queues
 * and streams, from outside the zone's network, so no endpoint is made for them.
 *
 * With a `schema`, what comes is checked before the function's handler gets it, by a validator that is compiled at synth into a
 * layer of the function. A record of a queue or stream that does not fit is answered as failed, and ends where failures are kept;
 * of other sources the invocation fails. What names no source of the function is refused.
 *
 * That layer is an asset: where code is signed, the pipeline signs it as it signs the function.
 *
 * A schema throws `BadEventSchema`, `UnboundedEventSchema`, `CostlyEventSchema`, and `EventCheckRuntime` for a function that is not on Node.js.
 *
 * @example
 * declare const queue: SecureQueue;
 * declare const ship: SecureFunction;
 *
 * ship.consumes(EventSource.queue(queue, {
 *   schema: { type: 'object', required: ['id'], properties: { id: { type: 'string', format: 'uuid' } } },
 * }));
 */
export class EventSource {
  /**
   * Messages of a queue. Its redrive policy says where failed messages go.
   *
   * Throws `QueueVisibilityTooShort` when messages come back before six times the function's timeout and the batching
   * window have passed, `PollsBeyondConcurrency` when more is polled than the function has reserved.
   */
  public static queue(queue: sqs.IQueue, options: QueueEventSourceOptions = {}): EventSource {
    checkProps(true, 'QueueEventSourceOptions', 'EventSource', options);
    const { schema, maxSize, messageFormat, ...rest } = options;
    return new EventSource((fn) => {
      fn._events.fromSource(queue.queueArn, checkOf(queue, options, messageFormat));
      fn.addEventSource(new sources.SqsEventSource(queue, { ...rest, reportBatchItemFailures: true }));
    });
  }

  /**
   * Changes of a table's items, in order, from its stream. The function reads the stream and not the table.
   *
   * Throws `NoImage` for a schema when the stream does not tell what the item is after the change.
   */
  public static tableStream(table: dynamodb.ITable, options: StreamEventSourceOptions = {}): EventSource {
    checkProps(true, 'StreamEventSourceOptions', 'EventSource', options);
    return new EventSource((fn) => {
      if (options.schema) refuseWithoutImage(table);
      if (table.tableStreamArn) fn._events.fromSource(table.tableStreamArn, checkOf(table, options));
      fn.addEventSource(new sources.DynamoEventSource(table, ofStream(options)));
    });
  }

  /**
   * Records of a Kinesis data stream, in the order of each shard.
   */
  public static stream(stream: kinesis.IStream, options: StreamEventSourceOptions = {}): EventSource {
    checkProps(true, 'StreamEventSourceOptions', 'EventSource', options);
    return new EventSource((fn) => {
      fn._events.fromSource(stream.streamArn, checkOf(stream, options));
      fn.addEventSource(new sources.KinesisEventSource(stream, ofStream(options)));
    });
  }

  /**
   * Records of a Kinesis data stream by enhanced fan-out, with throughput of its own.
   */
  public static streamConsumer(consumer: kinesis.IStreamConsumer, options: StreamEventSourceOptions = {}): EventSource {
    checkProps(true, 'StreamEventSourceOptions', 'EventSource', options);
    return new EventSource((fn) => {
      fn._events.fromSource(consumer.streamConsumerArn, checkOf(consumer, options));
      fn.addEventSource(new sources.KinesisConsumerEventSource(consumer, ofStream(options)));
    });
  }

  /**
   * What happens to the objects of a bucket. Notices wait in a queue of their own, under the key of the bucket, which hides
   * them for six times the function's timeout. Each message that the function gets holds one notification of S3 as text.
   *
   * Throws `UnknownTimeout` for a function whose timeout is not known before deployment.
   */
  public static bucket(bucket: SecureBucket, options: BucketEventSourceOptions = {}): EventSource {
    checkProps(true, 'BucketEventSourceOptions', 'EventSource', options);
    const { events: types, prefix, suffix, ...rest } = options;
    return new EventSource((fn) => {
      const queue = new SecureQueue(bucket, freeId(bucket, `NoticesFor${Names.nodeUniqueId(fn.node)}`), {
        zone: bucket.zone,
        dataClass: (bucket.encryptionKey as DataKey).dataClass,
        visibilityTimeout: visibilityFor(fn, rest.maxBatchingWindow),
      });
      bucket.notifyQueue(queue, { events: types, prefix, suffix });
      EventSource.queue(queue, { ...rest, messageFormat: MessageFormat.S3_NOTIFICATION })._attach(fn);
    });
  }

  /**
   * Events of a bus that fit a pattern. EventBridge invokes the function by a rule of its own; what it cannot deliver is kept
   * with the dead letters of the bus, or with those of the function when that is in another stack. What the function fails at
   * goes to the function's own dead letters.
   *
   * Throws `AmbiguousEventSchema` for a second schema of the same detail type.
   */
  public static eventBus(bus: SecureEventBus, options: EventBusEventSourceOptions): EventSource {
    checkProps(true, 'EventBusEventSourceOptions', 'EventSource', options);
    const { schema, maxSize, ...rule } = options;
    return new EventSource((fn) => {
      fn._events.fromRule(literalsOf(rule.eventPattern.detailType), checkOf(bus, options), () => ruleFor(fn, bus, rule));
    });
  }

  /**
   * Messages of a topic. What SNS cannot deliver goes to the topic's dead letters, what the function fails at to its own.
   */
  public static topic(topic: SecureTopic, options: TopicEventSourceOptions = {}): EventSource {
    checkProps(true, 'TopicEventSourceOptions', 'EventSource', options);
    const { schema, maxSize, ...subscription } = options;
    return new EventSource((fn) => {
      fn._events.fromSource(topic.topicArn, checkOf(topic, options));
      topic.addSubscription(new subscriptions.LambdaSubscription(invokedOf(fn, `topic ${topic.node.path}`), subscription));
    });
  }

  /**
   * Times of a schedule, or one time. EventBridge Scheduler invokes the function by a role that may do nothing else, for the function's own
   * group of schedules; the input is stored under the function's key, and what could not be delivered goes to dead letters. What the function
   * fails at goes to its own.
   *
   * Beside sources with a schema, what comes at these times is handed on unchecked: the app wrote it.
   *
   * Throws `BadSchedule` for times and attempts that the service refuses.
   *
   * @param expression a rate, a cron expression or one time, with its time zone
   */
  public static schedule(expression: scheduler.ScheduleExpression, options: ScheduleEventSourceOptions = {}): EventSource {
    checkProps(true, 'ScheduleEventSourceOptions', 'EventSource', options);
    return new EventSource((fn) => {
      checkSchedule(fn.node.path, options);
      fn._events.fromInvocation();
      const schedules = FunctionSchedules.of(fn);
      schedules.add(freeId(schedules, 'Schedule'), expression, options);
    });
  }

  /**
   * Direct invocations, of callers that were granted `grantInvoke`. Needed only beside sources with a schema: without it, such a
   * function refuses what comes from none of its sources. Routes of an API, service links and function URLs are handed on without it.
   */
  public static invocation(options: EventSourceOptions = {}): EventSource {
    checkProps(true, 'EventSourceOptions', 'EventSource', options);
    return new EventSource((fn) => fn._events.fromInvocation(checkOf(fn, options)));
  }

  /** @internal */
  public readonly _attach: (fn: EventConsumer) => void;

  private constructor(attach: (fn: EventConsumer) => void) {
    this._attach = attach;
  }
}

/** Beside the bus, or else beside the function: the bus must not name the function when the function's stack may need that of the bus. */
function ruleFor(fn: EventConsumer, bus: SecureEventBus, rule: EventBusEventSourceOptions): void {
  // of the class of the bus, or of a higher one
  tellDataHandled(fn, bus.deadLetterQueue.encryptionMasterKey!);
  const invoked = invokedOf(fn, `bus ${bus.node.path}`);
  if (Stack.of(bus) === Stack.of(fn)) {
    bus.addRule(freeId(bus, `EventsFor${Names.nodeUniqueId(fn.node)}`), { ...rule, targets: [new targets.LambdaFunction(invoked)] });
    return;
  }
  const { dataClass } = bus.deadLetterQueue.encryptionMasterKey as DataKey;
  new events.Rule(fn, freeId(fn, `EventsOf${Names.nodeUniqueId(bus.node)}`), {
    ...rule, eventBus: bus, targets: [new targets.LambdaFunction(invoked, { deadLetterQueue: undeliveredOf(fn, dataClass) })],
  });
}

/** A function may take from one bus or bucket several times. */
function freeId(scope: IConstruct, id: string): string {
  let free = id;
  for (let count = 2; scope.node.tryFindChild(free); count++) free = `${id}${count}`;
  return free;
}

function checkOf(source: IConstruct, { schema, maxSize }: EventSourceOptions, format?: MessageFormat): CheckOptions | undefined {
  return schema && { source: source.node.path, schema, maxSize, format };
}

/** Names that are written out: what matches by prefix or the like names no detail type. */
function literalsOf(names?: string[]): string[] | undefined {
  return names && !Token.isUnresolved(names) && names.every((name) => typeof name === 'string' && !Token.isUnresolved(name)) ? names : undefined;
}

function refuseWithoutImage(table: dynamodb.ITable): void {
  const resource = table.node.defaultChild as dynamodb.CfnTable | undefined;
  const streamViewType = Stack.of(table).resolve(resource?.streamSpecification)?.streamViewType;
  if (typeof streamViewType !== 'string' || streamViewType.startsWith('NEW_')) return;
  throw new ZeroTrustError(table, 'NoImage', `the stream tells ${streamViewType} and not what an item is after a change, which the schema describes.`,
    'set dynamoStream to NEW_IMAGE or NEW_AND_OLD_IMAGES, or leave the schema out.');
}

function ofStream({ onFailure, schema, maxSize, ...options }: StreamEventSourceOptions): sources.StreamEventSourceProps {
  return {
    ...options,
    startingPosition: options.startingPosition ?? lambda.StartingPosition.TRIM_HORIZON,
    onFailure: onFailure && new sources.SqsDlq(onFailure),
  };
}
