import { rule as budgetNotifiesSubscribers } from './BudgetNotifiesSubscribers';
import type { Rule } from '../rule';

export const budgetsRules: Rule[] = [budgetNotifiesSubscribers];
