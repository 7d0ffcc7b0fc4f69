import { Duration, RemovalPolicy, Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { DataClass } from '../core/data-class';
import { ZeroTrustError } from '../core/errors';
import { DeadLetterQueue } from '../zone/dead-letter-queue';
import { ExactQueue } from '../zone/exact-queue';
import type { DataKey } from '../zone/keys/data-key';
import { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecureQueue`.
 */
export interface SecureQueueProps {
  /**
   * How long a message that was received stays hidden from others: at least six times the timeout of a function that
   * takes it.
   *
   * @default Duration.seconds(60)
   */
  readonly visibilityTimeout?: Duration;

  /**
   * How long a message is kept that nobody takes, at most 14 days.
   *
   * @default Duration.days(4)
   */
  readonly retentionPeriod?: Duration;

  /**
   * How often a message is received before it counts as failed, 1 to 1000.
   *
   * @default 3
   */
  readonly maxReceiveCount?: number;

  /**
   * Where failed messages go, for example `zone.deadLetterQueue`. Calls to it without TLS are denied; a queue that was
   * imported cannot be made to deny them and throws `CannotEnforceTls`.
   *
   * @default - a queue of its own under the same key, kept 14 days
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * Accepts an imported dead-letter queue, whose policy must deny calls without TLS: that cannot be seen from here. Shows in
   * the template's metadata and in the evidence.
   *
   * @default false
   */
  readonly assumeTlsOnDeadLetterQueue?: boolean;

  /**
   * Keeps the order of messages and delivers each once. The dead-letter queue keeps the order too.
   *
   * @default false
   */
  readonly fifo?: boolean;

  /**
   * For FIFO queues: messages with the same content are the same message.
   *
   * @default - the sender gives each message a deduplication id
   */
  readonly contentBasedDeduplication?: boolean;

  /**
   * For FIFO queues: within what a message is delivered once.
   *
   * @default DeduplicationScope.QUEUE
   */
  readonly deduplicationScope?: sqs.DeduplicationScope;

  /**
   * For FIFO queues: what the throughput quota applies to.
   *
   * @default FifoThroughputLimit.PER_QUEUE
   */
  readonly fifoThroughputLimit?: sqs.FifoThroughputLimit;

  /**
   * How long a new message stays hidden, at most 15 minutes.
   *
   * @default - messages can be received at once
   */
  readonly deliveryDelay?: Duration;

  /**
   * How long a call to receive waits for a message, at most 20 seconds.
   *
   * @default - it does not wait
   */
  readonly receiveMessageWaitTime?: Duration;

  /**
   * How long SQS uses a data key before it asks KMS again, 1 minute to 24 hours: for so long, access to the key that was
   * taken away still works. Each request to KMS costs.
   *
   * @default Duration.minutes(5)
   */
  readonly dataKeyReuse?: Duration;

  /**
   * Name of the queue. With a name, the queue's own dead-letter queue takes messages from this queue only.
   *
   * @default - CloudFormation makes one up, so that a retained queue never collides with a new one
   */
  readonly queueName?: string;

  /**
   * What happens to the queue and its dead letters when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The class of the data: decides the key.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * The zone whose key encrypts the queue.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;
}

/**
 * A queue under the zone's key that denies calls without TLS and never loses a message that failed.
 *
 * In the template: the queue, a dead-letter queue under the same key, and for each a policy that denies calls without TLS.
 * Both are retained with the stack. Grants name exact actions; `queue.grants` of the CDK also lets senders and consumers
 * read the queue's address and attributes.
 *
 * Throws `CannotEnforceTls`, `DeadLetterQueueKind`, `MaxReceiveCount`; on grants `WildcardAction`, `GrantWithoutEffect`,
 * `UnknownSender`.
 *
 * Fixed cost: none. Source: FSBP SQS.1, SQS.3; NIST 800-53 AC-6, SC-8, SC-28.
 *
 * @example
 * declare const placeOrder: SecureFunction;
 * declare const ship: SecureFunction;
 *
 * const queue = new SecureQueue(this, 'Shipping');
 * queue.grantSendMessages(placeOrder);
 * ship.consumes(EventSource.queue(queue));
 */
export class SecureQueue extends ExactQueue {
  /**
   * Denies every call to a queue that does not use TLS.
   *
   * Throws `CannotEnforceTls` for a queue that was imported: its policy belongs to another stack, and the CDK would leave the
   * statement out without a word.
   *
   * @param queue any queue of this app
   */
  public static enforceTls(queue: sqs.IQueue): void {
    refuseImported(queue.node.path, queue);
    queue.addToResourcePolicy(new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['sqs:*'],
      resources: [queue.queueArn],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    }));
  }

  /** Where failed messages go, and after how many attempts. */
  public override readonly deadLetterQueue?: sqs.DeadLetterQueue;
  /** The zone of the queue. */
  public readonly zone: TrustZone;

  constructor(scope: Construct, id: string, props: SecureQueueProps = {}) {
    const path = pathOf(scope, id);
    checkProps(new.target === SecureQueue, 'SecureQueueProps', path, props);
    const maxReceiveCount = checkReceiveCount(path, props.maxReceiveCount ?? 3);
    if (props.deadLetterQueue) checkDeadLetterQueue(path, props.deadLetterQueue, props);
    const zone = props.zone ?? TrustZone.of(scope);
    const key = zone.key(props.dataClass);

    super(scope, id, {
      key,
      queueName: props.queueName,
      fifo: props.fifo,
      contentBasedDeduplication: props.contentBasedDeduplication,
      deduplicationScope: props.deduplicationScope,
      fifoThroughputLimit: props.fifoThroughputLimit,
      visibilityTimeout: props.visibilityTimeout ?? Duration.seconds(60),
      retentionPeriod: props.retentionPeriod ?? Duration.days(4),
      deliveryDelay: props.deliveryDelay,
      receiveMessageWaitTime: props.receiveMessageWaitTime,
      dataKeyReuse: props.dataKeyReuse ?? Duration.minutes(5),
      removalPolicy: props.removalPolicy ?? zone.profile.removalPolicy,
    });

    this.zone = zone;
    // Set here and not through the L2, so that the queue's own dead-letter queue can stand below it.
    const queue = this.shareDeadLetters(props) ?? this.ownDeadLetters(key, props);
    this.deadLetterQueue = { queue, maxReceiveCount };
    const resource = this.node.defaultChild as sqs.CfnQueue;
    resource.redrivePolicy = { deadLetterTargetArn: queue.queueArn, maxReceiveCount };
    zone._join(this);
  }

  private shareDeadLetters(props: SecureQueueProps): sqs.IQueue | undefined {
    if (!props.deadLetterQueue) return undefined;
    if (props.assumeTlsOnDeadLetterQueue) {
      this.node.addMetadata('cdk-zero-trust:opt-out', 'assumeTlsOnDeadLetterQueue: the policy of the dead-letter queue is not seen');
    } else {
      SecureQueue.enforceTls(props.deadLetterQueue);
    }
    return props.deadLetterQueue;
  }

  private ownDeadLetters(key: DataKey, props: SecureQueueProps): sqs.IQueue {
    const queue = new DeadLetterQueue(this, 'DeadLetters', {
      key,
      // by the queue's own word and not by the prop: a name that ends in .fifo makes it a FIFO queue too
      fifo: this.fifo || undefined,
      dataKeyReuse: props.dataKeyReuse ?? Duration.minutes(5),
      removalPolicy: props.removalPolicy ?? this.zone.profile.removalPolicy,
      redriveAllowPolicy: this.onlyFrom(props.queueName),
    });
    this.zone._addPart(queue);
    return queue;
  }

  /** Only a name makes an ARN that is no reference back to this queue, which would be a cycle. */
  private onlyFrom(queueName?: string): sqs.RedriveAllowPolicy | undefined {
    if (queueName === undefined || Token.isUnresolved(queueName)) return undefined;
    const arn = Stack.of(this).formatArn({ service: 'sqs', resource: queueName });
    return { sourceQueues: [sqs.Queue.fromQueueArn(this, 'Source', arn)] };
  }
}

function checkReceiveCount(path: string, count: number): number {
  if (!Token.isUnresolved(count) && (!Number.isInteger(count) || count < 1 || count > 1000)) {
    throw new ZeroTrustError(path, 'MaxReceiveCount', `a message cannot be received ${count} times before it counts as failed.`, 'use 1 to 1000.');
  }
  return count;
}

function checkDeadLetterQueue(path: string, queue: sqs.IQueue, props: SecureQueueProps): void {
  if (!props.assumeTlsOnDeadLetterQueue) refuseImported(path, queue);
  const fifo = props.fifo ?? (props.queueName !== undefined && !Token.isUnresolved(props.queueName) && props.queueName.endsWith('.fifo'));
  if (queue.fifo !== fifo) {
    throw new ZeroTrustError(path, 'DeadLetterQueueKind', `a ${kind(fifo)} queue cannot hand its failed messages to a ${kind(queue.fifo)} queue.`,
      'leave deadLetterQueue out, or pass one of the same kind.');
  }
}

function kind(fifo: boolean): string {
  return fifo ? 'FIFO' : 'standard';
}

function refuseImported(path: string, queue: sqs.IQueue): void {
  if (Resource.isOwnedResource(queue)) return;
  throw new ZeroTrustError(path, 'CannotEnforceTls', `${queue.node.path} was imported, so no statement that denies calls without TLS can be added to its policy.`,
    'use a queue of this app; or see to it that the policy has that statement, and say so: assumeTlsOnDeadLetterQueue.');
}
