import { own } from '../../json';
import { getAtt, listOf, ref } from '../intrinsics';
import { SamResource } from '../sam-resource';
import { Translation } from '../translation';

/** The dead-letter queue of a rule or schedule: the one that is named, or one that is made; `undefined` without any. */
export function deadLetterQueue(t: Translation, source: SamResource, id: string, config: unknown): { arn: unknown; madeId?: string } | undefined {
  if (config === undefined || config === null) return undefined;
  const arn = own(config, 'Arn');
  if (arn !== undefined) return { arn };
  const named = own(config, 'QueueLogicalId');
  const madeId = typeof named === 'string' ? named : `${id}Queue`;
  t.add(source, madeId, 'AWS::SQS::Queue', {});
  return { arn: getAtt(madeId, 'Arn'), madeId };
}

/** Lets a resource send to a queue: no one else gets in by this policy. */
export function letSend(t: Translation, source: SamResource, policyId: string, queue: { arn: unknown; url: unknown }, sender: object): void {
  t.add(source, policyId, 'AWS::SQS::QueuePolicy', {
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'sqs:SendMessage', Effect: 'Allow', Resource: queue.arn, ...sender }],
    },
    Queues: listOf(queue.url),
  });
}

/** The queue of a rule of EventBridge, with the policy that lets the rule send, when it is made here. */
export function ruleDeadLetters(t: Translation, source: SamResource, ruleId: string, config: unknown): object {
  const queue = deadLetterQueue(t, source, ruleId, config);
  if (!queue) return {};
  if (queue.madeId !== undefined) {
    letSend(t, source, `${ruleId}QueuePolicy`, { arn: queue.arn, url: ref(queue.madeId) }, {
      Principal: { Service: 'events.amazonaws.com' }, Condition: { ArnEquals: { 'aws:SourceArn': getAtt(ruleId, 'Arn') } },
    });
  }
  return { DeadLetterConfig: { Arn: queue.arn } };
}
