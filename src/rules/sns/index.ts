import { rule as subscriptionAvoidsHttp } from './SubscriptionAvoidsHttp';
import { rule as subscriptionHasDeadLetterQueue } from './SubscriptionHasDeadLetterQueue';
import { rule as topicEncryptedWithCmkAndTls } from './TopicEncryptedWithCmkAndTls';
import { rule as topicKeyAllowsCloudWatchAlarms } from './TopicKeyAllowsCloudWatchAlarms';
import { rule as topicPolicyNamesPrincipals } from './TopicPolicyNamesPrincipals';
import { rule as topicPolicyNamesServiceSource } from './TopicPolicyNamesServiceSource';
import type { Rule } from '../rule';

export const snsRules: Rule[] = [
  topicEncryptedWithCmkAndTls,
  topicKeyAllowsCloudWatchAlarms,
  topicPolicyNamesPrincipals,
  topicPolicyNamesServiceSource,
  subscriptionAvoidsHttp,
  subscriptionHasDeadLetterQueue,
];
