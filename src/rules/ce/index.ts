import { rule as anomalyMonitorHasSubscription } from './AnomalyMonitorHasSubscription';
import { rule as anomalySubscriptionHasSubscriber } from './AnomalySubscriptionHasSubscriber';
import type { Rule } from '../rule';

export const ceRules: Rule[] = [anomalySubscriptionHasSubscriber, anomalyMonitorHasSubscription];
