import type { Expression } from '../../model';
import { every, isNotEmpty, isPresent, resourceOf, some } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-BUDGETS-001',
  title: 'AWS Budgets budgets have a notification with a subscriber',
  severity: 'low',
  types: ['AWS::Budgets::Budget'],
  rationale: 'Stolen credentials and abused functions often show first in the bill. A budget without a subscriber, or a budget action, stops and reports nothing.',
  remediation: 'Add NotificationsWithSubscribers with an email address or an SNS topic that budgets.amazonaws.com may publish to.',
  check(budget) {
    const notifications = budget.at('NotificationsWithSubscribers');
    const actions = budget.referrers('AWS::Budgets::BudgetsAction').filter((action) => resourceOf(action.at('BudgetName').value) === budget);
    if (notifications.isAbsent && actions.length > 0) return some(...actions.map((action) => reaches(action.at('Subscribers'), 'Address')));
    return every(
      isNotEmpty(notifications, 'it has no notification'),
      ...notifications.items().map((one) => reaches(one.at('Subscribers'), 'Address')),
    );
  },
};

/** Whether there are subscribers, each with an address. */
function reaches(subscribers: Expression, address: string): RuleResult {
  return every(
    isNotEmpty(subscribers, 'a notification has no subscriber'),
    ...subscribers.items().map((one) => isPresent(one.at(address), 'a subscriber has no address')),
  );
}
