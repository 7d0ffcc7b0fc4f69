import { IResource, Token, TokenComparison } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { callerOf } from './declare-edge';
import { ZeroTrustError } from './errors';
import { exactGrant, ExactGrantOptions } from './exact-grant';

/** @internal */
export interface StrictGrantOptions extends ExactGrantOptions {
  readonly target: IResource;
}

/**
 * An exact grant on a target that is opened by the caller's own policies alone. A grantee that holds none would get
 * nothing and nobody would be told: throws `GrantWithoutEffect`.
 */
export function strictGrant(options: StrictGrantOptions): iam.Grant {
  const { principalAccount } = options.grantee.grantPrincipal;
  const here = options.target.env.account;
  const abroad = principalAccount !== undefined && Token.compareStrings(here, principalAccount) === TokenComparison.DIFFERENT;
  const grant = abroad ? undefined : exactGrant(options);
  if (grant?.success) return grant;
  throw new ZeroTrustError(options.target, 'GrantWithoutEffect', `${callerOf(options.grantee)} has no policy in this account that a grant could be added to.`,
    'grant to a function or a role of this app; let services and other accounts in by addToResourcePolicy, with exact actions and conditions.');
}

/** Throws `WildcardAction` for an action that is not spelled out, `NoActions` when there is none. */
export function refuseWildcards(target: IConstruct, actions: string[]): void {
  if (actions.length === 0) {
    throw new ZeroTrustError(target, 'NoActions', 'a grant without actions grants nothing.', 'name the actions.');
  }
  const wildcard = actions.find((action) => /[*?]/.test(action));
  if (wildcard === undefined) return;
  throw new ZeroTrustError(target, 'WildcardAction', `'${wildcard}' stands for more actions than anyone declared.`,
    'name each action, or use the grant of the intent: read, write, send, consume.');
}
