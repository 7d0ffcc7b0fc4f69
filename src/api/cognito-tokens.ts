import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';

/**
 * What a function must know to verify access tokens of a user pool. The issuer has two forms, the keys are the same.
 *
 * Source: Amazon Cognito developer guide, "Verifying JSON web tokens".
 */
export function cognitoTokens(stack: Stack, userPool: cognito.IUserPool, clients: cognito.IUserPoolClient[]): Record<string, string> {
  const { region } = userPool.env;
  const host = `cognito-idp.${region}.${stack.urlSuffix}`;
  return {
    ISSUERS: [host, `issuer-${host}`].map((name) => `https://${name}/${userPool.userPoolId}`).join(' '),
    JWKS_URI: `https://${host}/${userPool.userPoolId}/.well-known/jwks.json`,
    CLIENT_IDS: clients.map((client) => client.userPoolClientId).join(' '),
  };
}
