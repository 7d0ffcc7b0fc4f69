import { rule as accountsAreGuarded } from './AccountsAreGuarded';
import { rule as usersNeedMfa } from './UsersNeedMfa';
import type { Rule } from '../rule';

export const cognitoRules: Rule[] = [
  usersNeedMfa,
  accountsAreGuarded,
];
