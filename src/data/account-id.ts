import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ZeroTrustError } from '../core/errors';

/** Throws `BadAccount` for what is not the id of one account: a wildcard would let everyone in. */
export function checkAccountId(scope: IConstruct, accountId: string): void {
  if (Token.isUnresolved(accountId) || /^\d{12}$/.test(accountId)) return;
  throw new ZeroTrustError(scope, 'BadAccount', `'${accountId}' is no account.`, 'name one account by its 12 digits.');
}
