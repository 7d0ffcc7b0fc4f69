import { add, all, att, PARAMETER, ref, resource, RuleCase, set } from '../support/prove';

const notification = (subscribers: unknown) => ({ Notification: { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold: 80 }, Subscribers: subscribers });
const byTopic = [{ SubscriptionType: 'SNS', Address: ref('Topic') }];

/** What proves the rules of BUDGETS. */
export const budgetsCases: RuleCase[] = [
  {
    rule: 'ZT-BUDGETS-001',
    on: 'Budget',
    secure: {
      Topic: resource('AWS::SNS::Topic'),
      Budget: resource('AWS::Budgets::Budget', { Budget: { BudgetType: 'COST' }, NotificationsWithSubscribers: [notification(byTopic)] }),
    },
    passesWhen: {
      'the subscriber is an email address': set('Budget', 'NotificationsWithSubscribers.0.Subscribers', [{ SubscriptionType: 'EMAIL', Address: 'ops@example.com' }]),
      'a budget action has the subscriber': all(set('Budget', 'NotificationsWithSubscribers'),
        add('Action', 'AWS::Budgets::BudgetsAction', { BudgetName: ref('Budget'), Subscribers: [{ Type: 'SNS', Address: ref('Topic') }] })),
    },
    firesWhen: {
      'it has no notification': set('Budget', 'NotificationsWithSubscribers'),
      'its list of notifications is empty': set('Budget', 'NotificationsWithSubscribers', []),
      'its notifications are a parameter': set('Budget', 'NotificationsWithSubscribers', PARAMETER),
      'a notification has no subscriber': set('Budget', 'NotificationsWithSubscribers.1', notification([])),
      'the subscribers of a notification are gone': set('Budget', 'NotificationsWithSubscribers.0.Subscribers'),
      'a subscriber has no address': set('Budget', 'NotificationsWithSubscribers.0.Subscribers.0.Address'),
      'the address is a parameter': set('Budget', 'NotificationsWithSubscribers.0.Subscribers.0.Address', PARAMETER),
      'only the action of another budget has a subscriber': all(set('Budget', 'NotificationsWithSubscribers'),
        add('Action', 'AWS::Budgets::BudgetsAction', { BudgetName: 'other', Subscribers: [{ Type: 'SNS', Address: ref('Topic') }] })),
      'the budget action has no subscriber': all(set('Budget', 'NotificationsWithSubscribers'),
        add('Action', 'AWS::Budgets::BudgetsAction', { BudgetName: ref('Budget'), Subscribers: [] })),
      'the budget action is of something else and mentions the budget': all(set('Budget', 'NotificationsWithSubscribers'),
        add('Action', 'AWS::Budgets::BudgetsAction', { BudgetName: 'other', ExecutionRoleArn: att('Budget'), Subscribers: [{ Type: 'SNS', Address: ref('Topic') }] })),
    },
  },
];
