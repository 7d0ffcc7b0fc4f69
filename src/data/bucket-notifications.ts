import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { BucketNotificationOptions } from './secure-bucket-props';
import type { SecureQueue } from './secure-queue';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';

/**
 * Whom a bucket tells of its objects. Set on the L1: the L2 brings a custom resource for it, with a function of its own.
 *
 * @internal
 */
export class BucketNotifications {
  private readonly queues: s3.CfnBucket.QueueConfigurationProperty[] = [];
  private eventBridge = false;

  constructor(private readonly bucket: s3.Bucket) {}

  public tellEventBridge(): void {
    this.eventBridge = true;
    this.render();
  }

  public tellQueue(queue: SecureQueue, { events = [s3.EventType.OBJECT_CREATED], prefix, suffix }: BucketNotificationOptions): void {
    if (queue.fifo) {
      throw new ZeroTrustError(this.bucket, 'FifoNotification', `S3 sends to no FIFO queue, and ${queue.node.path} is one.`,
        'use a standard queue, or a rule of EventBridge.');
    }
    declareEdge(this.bucket, { caller: this.bucket.node.path, target: queue.node.path, intent: Intent.PUBLISH, actions: ['sqs:SendMessage'] });
    // S3 sends a test message as soon as it is told of the queue. Its policy names the account: naming the bucket would be a cycle.
    queue.grantSendMessages(new iam.ServicePrincipal('s3.amazonaws.com')).applyBefore(this.resource);
    const rules = [['prefix', prefix], ['suffix', suffix]].filter(([, value]) => value).map(([name, value]) => ({ name: name!, value: value! }));
    const filter = rules.length > 0 ? { s3Key: { rules } } : undefined;
    this.queues.push(...events.map((event) => ({ event, filter, queue: queue.queueArn })));
    this.render();
  }

  public refuseHandler(): never {
    throw new ZeroTrustError(this.bucket, 'NotificationHandler',
      'the CDK would set up this notification by a function of its own, with an AWS managed policy and rights on every bucket it serves.',
      'use notifyQueue and let the function take from the queue, or set eventBridgeEnabled and make a rule.');
  }

  private render(): void {
    this.resource.notificationConfiguration = {
      eventBridgeConfiguration: this.eventBridge ? { eventBridgeEnabled: true } : undefined,
      queueConfigurations: this.queues.length > 0 ? [...this.queues] : undefined,
    };
  }

  private get resource(): s3.CfnBucket {
    return this.bucket.node.defaultChild as s3.CfnBucket;
  }
}
