import * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { ExactQueue } from '../zone/exact-queue';
import { TOPIC_DELIVERIES } from '../zone/topic-deliveries';

const { APPLICATION, EMAIL, EMAIL_JSON, HTTP, HTTPS, SMS } = sns.SubscriptionProtocol;
const TO_PEOPLE = [APPLICATION, EMAIL, EMAIL_JSON, SMS];

/** What the topic does to whom it delivers to, and by which action. */
export const DELIVERIES: typeof TOPIC_DELIVERIES = { ...TOPIC_DELIVERIES, [HTTPS]: { intent: Intent.EGRESS, actions: [] } };

/** Whether SNS hands the message to people, which has no dead letters to read. */
export function isToPeople(protocol: sns.SubscriptionProtocol): boolean {
  return TO_PEOPLE.includes(protocol);
}

/**
 * Throws `PlaintextDelivery` for http, `DeliveryToPeople` for email, SMS and push notifications that were not asked for.
 */
export function checkProtocol(topic: IConstruct, protocol: sns.SubscriptionProtocol, allowPeople: boolean): void {
  if (protocol === HTTP) {
    throw new ZeroTrustError(topic, 'PlaintextDelivery', 'a subscription by http sends every message in the clear.',
      'use https, or a queue or function.');
  }
  if (isToPeople(protocol) && !allowPeople) {
    throw new ZeroTrustError(topic, 'DeliveryToPeople', `what '${protocol}' delivers leaves the protection of the topic's key.`,
      'subscribe people to zone.alarmTopic, or set allowDeliveryToPeople.');
  }
}

/**
 * Throws `UnsafeDeadLetters` for a queue whose key SNS may not use or whose policy cannot be seen, `DeadLetterQueueKind` for
 * one of the other kind.
 */
export function checkDeadLetters(topic: sns.ITopic, queue: sqs.IQueue): void {
  if (!(queue instanceof ExactQueue)) {
    throw new ZeroTrustError(topic, 'UnsafeDeadLetters', `nothing shows that ${queue.node.path} is encrypted, denies calls without TLS and lets SNS use its key.`,
      'leave deadLetterQueue out, or use a SecureQueue or zone.deadLetterQueue.');
  }
  if (queue.fifo !== topic.fifo) {
    throw new ZeroTrustError(topic, 'DeadLetterQueueKind', `a ${kind(topic.fifo)} topic cannot hand undelivered messages to a ${kind(queue.fifo)} queue.`,
      'leave deadLetterQueue out, or pass one of the same kind.');
  }
}

function kind(fifo: boolean): string {
  return fifo ? 'FIFO' : 'standard';
}
