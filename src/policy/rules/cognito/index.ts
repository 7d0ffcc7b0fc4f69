import { rule as accountsAreGuarded } from './AccountsAreGuarded';
import { rule as errorsHideUsers } from './ErrorsHideUsers';
import { rule as usersNeedMfa } from './UsersNeedMfa';
import type { Rule } from '../rule';

export const cognitoRules: Rule[] = [
  usersNeedMfa,
  accountsAreGuarded,
  errorsHideUsers,
];
