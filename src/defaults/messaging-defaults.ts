import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ClassDefaults, constants, isLeftOut } from './class-defaults';
import { isDeadLetterTarget } from './dead-letter-targets';
import { Place } from './place';

const FOURTEEN_DAYS = 1_209_600;

/** A queue is under the zone's key, answers to TLS only, and hands over what fails; a dead-letter queue keeps it. */
export const queueDefaults: ClassDefaults = {
  classId: sqs.Queue.PROPERTY_INJECTION_ID,

  fill: (said: sqs.QueueProps, at: Place) => ({
    ...constants({ enforceSSL: true, visibilityTimeout: Duration.seconds(60) }),
    ...isLeftOut(said, 'encryption', 'encryptionMasterKey') && {
      encryption: () => sqs.QueueEncryption.KMS, encryptionMasterKey: () => at.zone.key(),
    },
  }),

  finish(queue: sqs.Queue, said: sqs.QueueProps, at: Place) {
    at.zone._join(queue);
    const resource = queue.node.defaultChild as sqs.CfnQueue;
    if (isDeadLetterTarget(resource)) {
      if (!isLeftOut(said, 'retentionPeriod')) return [];
      resource.messageRetentionPeriod = FOURTEEN_DAYS;
      return ['MessageRetentionPeriod'];
    }
    // a FIFO queue hands over to a FIFO queue only, and the zone's is none
    if (queue.fifo || resource.redrivePolicy !== undefined || said.redriveAllowPolicy) return [];
    resource.redrivePolicy = { deadLetterTargetArn: at.zone.deadLetterQueue.queueArn, maxReceiveCount: 3 };
    return ['RedrivePolicy'];
  },
};

/** A topic is under the zone's key, which alarms and rules of the account may use, and answers to TLS only. */
export const topicDefaults: ClassDefaults = {
  classId: sns.Topic.PROPERTY_INJECTION_ID,
  fill: (_said: sns.TopicProps, at: Place) => ({
    ...constants({ enforceSSL: true }),
    masterKey: () => {
      const key = at.zone.key();
      // else what they publish vanishes without a word
      key.allowAlarms();
      key.allowEventsToTopics();
      return key;
    },
  }),
};

/** An event bus is under the zone's key. */
export const eventBusDefaults: ClassDefaults = {
  classId: events.EventBus.PROPERTY_INJECTION_ID,
  // a bus of a partner is the partner's
  fill: (said: events.EventBusProps, at: Place) => ({ ...isLeftOut(said, 'eventSourceName') && { kmsKey: () => at.zone.key() } }),
};
