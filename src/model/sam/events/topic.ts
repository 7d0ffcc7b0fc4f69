import { letSend } from './dead-letters';
import type { FunctionEvent } from './event';
import { permit } from './permission';
import { pullEvent } from './pull';
import { isObject, own } from '../../json';
import { compact, getAtt, isGiven, logicalIdOf, pick, ref } from '../intrinsics';

/** Messages of a topic, to the function or to a queue that it reads. */
export function topicEvent(event: FunctionEvent): void {
  const { t, target, id, properties: { Topic, SqsSubscription: queued } } = event;
  if (!isGiven(queued)) {
    permit(t, target, id, { principal: 'sns.amazonaws.com', sourceArn: Topic });
    return subscribe(event, 'lambda', target.arn);
  }
  const queue = isObject(queued) ? { arn: queued.QueueArn, url: queued.QueueUrl } : newQueue(event);
  const policyId = own(queued, 'QueuePolicyLogicalId');
  pullEvent({
    ...event,
    id: `${id}EventSourceMapping`,
    type: 'SQS',
    properties: { Queue: queue.arn, BatchSize: own(queued, 'BatchSize') ?? 10, Enabled: true },
  });
  letSend(t, target.source, typeof policyId === 'string' ? policyId : `${id}QueuePolicy`, queue, {
    Principal: '*', Condition: { ArnEquals: { 'aws:SourceArn': Topic } },
  });
  subscribe(event, 'sqs', queue.arn);
}

function subscribe({ t, target: { source }, id, properties }: FunctionEvent, Protocol: string, Endpoint: unknown): void {
  t.add(source, id, 'AWS::SNS::Subscription', compact({
    Protocol, Endpoint, TopicArn: properties.Topic, ...pick(properties, 'Region', 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy'),
  }));
}

function newQueue({ t, target: { source }, id, properties: { Topic } }: FunctionEvent): { arn: unknown; url: unknown } {
  const queueId = `${id}Queue`;
  const fifo = t.literal(own(own(t.resources.get(logicalIdOf(Topic) ?? ''), 'Properties'), 'FifoTopic'));
  t.add(source, queueId, 'AWS::SQS::Queue', isGiven(fifo) ? { FifoQueue: fifo } : {});
  return { arn: getAtt(queueId, 'Arn'), url: ref(queueId) };
}
