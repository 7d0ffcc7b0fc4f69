import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { DataClass } from '../core/data-class';
import type { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `SecureTopic`.
 */
export interface SecureTopicProps {
  /**
   * Name that people see.
   *
   * @default - none
   */
  readonly displayName?: string;

  /**
   * Name of the topic.
   *
   * @default - CloudFormation makes one up; for FIFO topics the CDK
   */
  readonly topicName?: string;

  /**
   * Keeps the order of messages within a group and delivers each once. Delivers to queues only.
   *
   * @default false
   */
  readonly fifo?: boolean;

  /**
   * For FIFO topics: messages with the same content are the same message.
   *
   * @default - the publisher gives each message a deduplication id
   */
  readonly contentBasedDeduplication?: boolean;

  /**
   * For FIFO topics: what the throughput quota applies to.
   *
   * @default FifoThroughputScope.TOPIC
   */
  readonly fifoThroughputScope?: sns.FifoThroughputScope;

  /**
   * Accepts subscriptions by email, SMS and push notification. What they deliver leaves the protection of the key, and nobody
   * sees what gets lost. Shows in the template's metadata and in the evidence. Alarms need it not: people subscribe to
   * `zone.alarmTopic`.
   *
   * @default false
   */
  readonly allowDeliveryToPeople?: boolean;

  /**
   * What happens to the topic and its own dead letters when the stack goes.
   *
   * @default - the topic, which holds no messages, goes; dead letters stay
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The class of the data: decides the key.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * The zone whose key encrypts the topic.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;
}
