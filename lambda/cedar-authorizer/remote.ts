import { createRequire } from 'node:module';
import type * as sdk from '@aws-sdk/client-verifiedpermissions';
import type { Decision, Question } from './decision';
import { once, variable } from '../jwt-authorizer/config';

/** Lets Verified Permissions verify the token, take user and groups from it, and decide. */
export function remoteDecider(): (question: Question, accessToken: string) => Promise<Decision> {
  const service = once(() => {
    // loaded at the first use: a function that decides by itself has none of it
    const { IsAuthorizedWithTokenCommand, VerifiedPermissionsClient } = createRequire(__filename)('@aws-sdk/client-verifiedpermissions') as typeof sdk;
    const requestHandler = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true };
    return { client: new VerifiedPermissionsClient({ maxAttempts: 2, requestHandler }), IsAuthorizedWithTokenCommand };
  });
  return async ({ namespace, action, api, context }, accessToken) => {
    const { client, IsAuthorizedWithTokenCommand } = service();
    const { decision, errors } = await client.send(new IsAuthorizedWithTokenCommand({
      policyStoreId: variable('POLICY_STORE_ID'),
      accessToken,
      action: { actionType: `${namespace}::Action`, actionId: action },
      resource: { entityType: `${namespace}::Api`, entityId: api },
      context: { cedarJson: JSON.stringify(context) },
    }));
    return { permitted: decision === 'ALLOW', failed: (errors ?? []).length > 0 };
  };
}
