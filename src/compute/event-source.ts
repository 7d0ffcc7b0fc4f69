import { Names, Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  BucketEventSourceOptions, EventBusEventSourceOptions, QueueEventSourceOptions, StreamEventSourceOptions, TopicEventSourceOptions,
} from './event-source-options';
import { visibilityFor } from './queue-source';
import type { SecureFunction } from './secure-function';
import { undeliveredOf } from './undelivered';
import type { SecureBucket } from '../data/secure-bucket';
import type { SecureEventBus } from '../data/secure-event-bus';
import { SecureQueue } from '../data/secure-queue';
import type { SecureTopic } from '../data/secure-topic';
import type { DataKey } from '../zone/data-key';

/**
 * Where a function takes its events from: `fn.consumes(EventSource.queue(orders))`.
 *
 * Whatever the source, the function gets exact rights to read it, failed records are told apart from their batch, tried a
 * bounded number of times and then kept, and services invoke it for this source and account only. Lambda itself polls queues
 * and streams, from outside the zone's network, so no endpoint is made for them.
 */
export class EventSource {
  /**
   * Messages of a queue. Its redrive policy says where failed messages go.
   *
   * Throws `QueueVisibilityTooShort` when messages come back before six times the function's timeout and the batching
   * window have passed, `PollsBeyondConcurrency` when more is polled than the function has reserved.
   */
  public static queue(queue: sqs.IQueue, options: QueueEventSourceOptions = {}): EventSource {
    return new EventSource((fn) => fn.addEventSource(new sources.SqsEventSource(queue, { ...options, reportBatchItemFailures: true })));
  }

  /**
   * Changes of a table's items, in order, from its stream. The function reads the stream and not the table.
   */
  public static tableStream(table: dynamodb.ITable, options: StreamEventSourceOptions = {}): EventSource {
    return new EventSource((fn) => fn.addEventSource(new sources.DynamoEventSource(table, ofStream(options))));
  }

  /**
   * Records of a Kinesis data stream, in the order of each shard.
   */
  public static stream(stream: kinesis.IStream, options: StreamEventSourceOptions = {}): EventSource {
    return new EventSource((fn) => fn.addEventSource(new sources.KinesisEventSource(stream, ofStream(options))));
  }

  /**
   * Records of a Kinesis data stream by enhanced fan-out, with throughput of its own.
   */
  public static streamConsumer(consumer: kinesis.IStreamConsumer, options: StreamEventSourceOptions = {}): EventSource {
    return new EventSource((fn) => fn.addEventSource(new sources.KinesisConsumerEventSource(consumer, ofStream(options))));
  }

  /**
   * What happens to the objects of a bucket. Notices wait in a queue of their own, under the key of the bucket, which hides
   * them for six times the function's timeout. Each message that the function gets holds one notification of S3 as text.
   *
   * Throws `UnknownTimeout` for a function whose timeout is not known before deployment.
   */
  public static bucket(bucket: SecureBucket, options: BucketEventSourceOptions = {}): EventSource {
    const { events: types, prefix, suffix, ...rest } = options;
    return new EventSource((fn) => {
      const queue = new SecureQueue(bucket, `NoticesFor${Names.nodeUniqueId(fn.node)}`, {
        zone: bucket.zone,
        dataClass: (bucket.encryptionKey as DataKey).dataClass,
        visibilityTimeout: visibilityFor(fn, rest.maxBatchingWindow),
      });
      bucket.notifyQueue(queue, { events: types, prefix, suffix });
      EventSource.queue(queue, rest)._attach(fn);
    });
  }

  /**
   * Events of a bus that fit a pattern. EventBridge invokes the function by a rule of its own; what it cannot deliver is kept
   * with the dead letters of the bus, or with those of the function when that is in another stack. What the function fails at
   * goes to the function's own dead letters.
   */
  public static eventBus(bus: SecureEventBus, options: EventBusEventSourceOptions): EventSource {
    return new EventSource((fn) => {
      const id = `EventsFor${Names.nodeUniqueId(fn.node)}`;
      if (Stack.of(bus) === Stack.of(fn)) {
        bus.addRule(id, { ...options, targets: [new targets.LambdaFunction(fn)] });
        return;
      }
      // Beside the function: a rule beside the bus would name the function, and the function's stack may need that of the bus.
      const dataClass = (bus.deadLetterQueue.encryptionMasterKey as DataKey).dataClass;
      new events.Rule(fn, `EventsOf${Names.nodeUniqueId(bus.node)}`, {
        ...options, eventBus: bus, targets: [new targets.LambdaFunction(fn, { deadLetterQueue: undeliveredOf(fn, dataClass) })],
      });
    });
  }

  /**
   * Messages of a topic. What SNS cannot deliver goes to the topic's dead letters, what the function fails at to its own.
   */
  public static topic(topic: SecureTopic, options: TopicEventSourceOptions = {}): EventSource {
    return new EventSource((fn) => {
      topic.addSubscription(new subscriptions.LambdaSubscription(fn, options));
    });
  }

  /** @internal */
  public readonly _attach: (fn: SecureFunction) => void;

  private constructor(attach: (fn: SecureFunction) => void) {
    this._attach = attach;
  }
}

function ofStream({ onFailure, ...options }: StreamEventSourceOptions): sources.StreamEventSourceProps {
  return {
    ...options,
    startingPosition: options.startingPosition ?? lambda.StartingPosition.TRIM_HORIZON,
    onFailure: onFailure && new sources.SqsDlq(onFailure),
  };
}
