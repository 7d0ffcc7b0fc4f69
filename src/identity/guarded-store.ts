import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';

/** A construct with a resource policy, and what a statement there is about. */
export interface GuardedStore {
  /** Whether functions read or write it themselves; keys are used through what they encrypt. */
  readonly holdsData: boolean;
  readonly actions: string[];
  readonly resources: string[];
  readonly addStatement: (statement: iam.PolicyStatement) => void;
}

/** All that a topic's policy may name: SNS refuses `sns:*` there. Source: Amazon SNS developer guide, "Amazon SNS API permissions". */
const TOPIC_ACTIONS = [
  'sns:AddPermission', 'sns:DeleteTopic', 'sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic', 'sns:Publish', 'sns:RemovePermission',
  'sns:SetTopicAttributes', 'sns:Subscribe',
];

/** What a perimeter can guard of a construct; nothing for one without a resource policy. */
export function guardOf(construct: IConstruct): GuardedStore | undefined {
  const guard = guardedOf(construct);
  return guard && { holdsData: !(construct instanceof kms.Key), ...guard };
}

function guardedOf(construct: IConstruct): Omit<GuardedStore, 'holdsData'> | undefined {
  if (construct instanceof s3.Bucket) {
    return { actions: ['s3:*'], resources: [construct.bucketArn, construct.arnForObjects('*')], addStatement: into(construct) };
  }
  if (construct instanceof sqs.Queue) return { actions: ['sqs:*'], resources: [construct.queueArn], addStatement: into(construct) };
  if (construct instanceof sns.Topic) return { actions: TOPIC_ACTIONS, resources: [construct.topicArn], addStatement: into(construct) };
  if (construct instanceof events.EventBus) {
    return { actions: ['events:PutEvents'], resources: [construct.eventBusArn], addStatement: into(construct) };
  }
  // these three cannot name themselves: that would be a cycle, and their policies are about nothing else
  if (construct instanceof kms.Key) return { actions: ['kms:*'], resources: ['*'], addStatement: into(construct) };
  if (construct instanceof secretsmanager.Secret) return { actions: ['secretsmanager:*'], resources: ['*'], addStatement: into(construct) };
  if (construct instanceof dynamodb.TableV2 || construct instanceof dynamodb.Table) {
    return { actions: ['dynamodb:*'], resources: ['*'], addStatement: into(construct) };
  }
  return undefined;
}

function into(resource: { addToResourcePolicy(statement: iam.PolicyStatement): unknown }): GuardedStore['addStatement'] {
  return (statement) => void resource.addToResourcePolicy(statement);
}
