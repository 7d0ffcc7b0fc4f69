import { Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { RegionInfo } from 'aws-cdk-lib/region-info';

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

/** The host with the keys of a user pool: its name where the region is known at synth, as a firewall wants it. */
export function cognitoHost(stack: Stack, { env: { region } }: cognito.IUserPool): string {
  const suffix = Token.isUnresolved(region) ? undefined : RegionInfo.get(region).domainSuffix;
  return `cognito-idp.${region}.${suffix ?? stack.urlSuffix}`;
}
