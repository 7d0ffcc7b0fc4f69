import { Stack } from 'aws-cdk-lib';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { EventConsumer } from './event-consumer';
import { DataClass } from '../core/data-class';
import { DeadLetterQueue } from '../zone/dead-letter-queue';

/**
 * Where events end that a rule could not hand to a function: the zone's dead letters, or a queue of the function's own when the
 * zone's would name a rule of another stack, or hold restricted data under the key of a lower class.
 */
export function undeliveredOf(fn: EventConsumer, dataClass: DataClass): sqs.IQueue {
  if (dataClass !== DataClass.RESTRICTED && Stack.of(fn.zone) === Stack.of(fn)) return fn.zone.deadLetterQueue;
  const id = `Undelivered${dataClass}`;
  const made = fn.node.tryFindChild(id) as DeadLetterQueue | undefined;
  if (made) return made;
  const queue = new DeadLetterQueue(fn, id, { key: fn.zone.key(dataClass), removalPolicy: fn.zone._removalPolicy });
  fn.zone._addPart(queue);
  return queue;
}
