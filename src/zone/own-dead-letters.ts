import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue';
import type { TrustZone } from './trust-zone';
import { DataClass } from '../core/data-class';

interface DeadLettersProps {
  readonly zone: TrustZone;
  readonly dataClass?: DataClass;
  readonly fifo?: boolean;
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Where messages of a construct end that nobody took: the zone's dead letters, or a queue of its own when they must keep the
 * order, when restricted data would come under the key of a lower class, or when the zone is in another stack: its queue would
 * name the construct, and so the stacks each other.
 *
 * @internal
 */
export function deadLettersFor(owner: Construct, { zone, dataClass, fifo, removalPolicy }: DeadLettersProps): sqs.Queue {
  if (!fifo && dataClass !== DataClass.RESTRICTED && Stack.of(zone) === Stack.of(owner)) return zone.deadLetterQueue;
  const queue = new DeadLetterQueue(owner, 'DeadLetters', {
    key: zone.key(dataClass), fifo: fifo || undefined, removalPolicy: removalPolicy ?? zone.profile.removalPolicy,
  });
  zone._addPart(queue);
  return queue;
}
