import { Stack } from 'aws-cdk-lib';
import type { CutOffUserOptions, PlayDefinition } from './play';
import { PlayMode } from './play-mode';
import { call, DONE, REQUEST } from './respond-definition';
import { ZeroTrustError } from '../core/errors';
import type { SecureUserPool } from '../identity/secure-user-pool';

const ACTIONS = ['cognito-idp:AdminDisableUser', 'cognito-idp:AdminEnableUser', 'cognito-idp:AdminGetUser', 'cognito-idp:AdminUserGlobalSignOut'];

/** @internal */
export function cutOffUser(pool: SecureUserPool, { mode, neverCutOff = [] }: CutOffUserOptions): PlayDefinition {
  if (neverCutOff.some((name) => name.trim() === '')) {
    throw new ZeroTrustError(pool, 'BadUser', 'a name in neverCutOff is empty.', 'write the user name or the sub of each.');
  }
  return {
    name: 'cutOffUser',
    kinds: ['USER'],
    mode,
    defaultMode: PlayMode.APPROVE,
    bind: ({ makeFunction: make, partition }) => {
      const { revocations } = pool;
      const fn = make('CutOffUser', 'cutOffUser', {
        USER_POOL_ID: pool.userPoolId,
        REVOCATIONS_TABLE: revocations.table.tableName,
        MAX_TOKEN_SECONDS: String(revocations.maxTokenAge.toSeconds()),
        NEVER_CUT_OFF: Stack.of(pool).toJsonString(neverCutOff),
      });
      pool.grant(fn, ...ACTIONS);
      revocations.grantRevoke(fn);
      return {
        states: { first: 'CutOffUser', states: { CutOffUser: call(partition, fn.functionArn, REQUEST, DONE) } },
        functions: [fn],
      };
    },
  };
}
