import * as sns from 'aws-cdk-lib/aws-sns';
import { Intent } from '../core/edge';

/** What a topic does to whom it delivers to by a right of IAM, and by which action. */
export const TOPIC_DELIVERIES: Partial<Record<sns.SubscriptionProtocol, { readonly intent: Intent; readonly actions: string[] }>> = {
  [sns.SubscriptionProtocol.LAMBDA]: { intent: Intent.INVOKE, actions: ['lambda:InvokeFunction'] },
  [sns.SubscriptionProtocol.SQS]: { intent: Intent.PUBLISH, actions: ['sqs:SendMessage'] },
};
