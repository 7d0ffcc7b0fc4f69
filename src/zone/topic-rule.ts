import { Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deadLettersFor } from './own-dead-letters';
import type { TrustZone } from './trust-zone';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';

interface TopicRuleProps {
  readonly zone: TrustZone;
  readonly description: string;
  readonly eventPattern: events.EventPattern;
}

/**
 * A rule that sends events to the zone's topic, and to dead letters what the topic did not take.
 *
 * @internal
 */
export function sendToTopic(owner: Construct, id: string, { zone, description, eventPattern }: TopicRuleProps): events.Rule {
  const { alarmTopic: topic } = zone;
  // its own queue, when it has one, is that of its other rules
  const deadLetters = owner.node.tryFindChild('DeadLetters') as sqs.Queue | undefined
    ?? deadLettersFor(owner, { zone, removalPolicy: zone._removalPolicy });
  const rule = new events.Rule(owner, id, {
    description,
    eventPattern,
    targets: [{ bind: () => ({ id: 'Topic', arn: topic.topicArn, deadLetterConfig: { arn: deadLetters.queueArn } }) }],
  });
  deadLetters.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('events.amazonaws.com')],
    actions: ['sqs:SendMessage'],
    resources: [deadLetters.queueArn],
    conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn }, StringEquals: { 'aws:SourceAccount': Stack.of(owner).account } },
  }));
  declareEdge(owner, { caller: rule.node.path, target: topic.node.path, intent: Intent.PUBLISH, actions: ['sns:Publish'] });
  return rule;
}
