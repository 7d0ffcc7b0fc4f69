import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { code } from './api';
import { DeployedTemplates, REGION } from './deployed-template';
import { FakeStore } from './fake-verified-permissions';
import { TokenIssuer } from './tokens';
import { CedarAuthorizer } from '../../src/api/cedar-authorizer';
import { CedarAuthorizerProps, CedarDecision } from '../../src/api/cedar-authorizer-props';
import { RouteAuthorizer } from '../../src/api/route-authorizer';
import { SecureApi } from '../../src/api/secure-api';
import { TokenKeys } from '../../src/api/token-keys';
import { SecureFunction } from '../../src/compute/secure-function';
import { CedarPolicies } from '../../src/identity/cedar-policies';
import { TokenRevocations } from '../../src/identity/token-revocations';
import { ZoneNetwork } from '../../src/zone/network/zone-network';
import { TrustZone } from '../../src/zone/trust-zone';

export interface CedarWorldProps {
  readonly decision: CedarDecision;
  readonly policies: string;
  readonly routes: string[];
  readonly props?: Partial<CedarAuthorizerProps>;
  readonly issuer: TokenIssuer;
  readonly network?: ZoneNetwork;
  /** Whether tokens can be revoked by a list. */
  readonly revocable?: boolean;
}

/** An app with an API behind Cedar policies, synthesised, and what its function has when it is deployed. */
export function cedarWorld({ decision, policies, routes, props, issuer, network = ZoneNetwork.none('tests of decisions'), revocable }: CedarWorldProps) {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new TrustZone(stack, 'Zone', { network });
  const userPool = new cognito.UserPool(stack, 'Pool');
  const authorizer = new CedarAuthorizer(stack, 'Authorizer', {
    userPool,
    clients: [userPool.addClient('Web')],
    policies: [CedarPolicies.fromText(policies)],
    decision,
    keys: decision === CedarDecision.LOCAL ? TokenKeys.fromJwks(JSON.stringify(issuer.jwks)) : undefined,
    revocations: revocable ? new TokenRevocations(stack, 'Revocations') : undefined,
    ...props,
  });
  const api = new SecureApi(stack, 'Orders', { keepExecuteApiEndpoint: true, authorizer: RouteAuthorizer.cedar(authorizer) });
  const fn = new SecureFunction(stack, 'Fn', { code });
  for (const route of routes) api.addRoute(route, fn);
  const assembly = app.synth();
  const template = assembly.getStackByName('Stack').template;
  const deployed = new DeployedTemplates([template]);
  const [id] = Object.keys(deployed.resources('AWS::Lambda::Function')).filter((name) => name.startsWith('AuthorizerFunction'));
  const { Code, Environment } = deployed.resources('AWS::Lambda::Function')[id];
  const [poolId] = Object.keys(deployed.resources('AWS::Cognito::UserPool'));
  const [clientId] = Object.keys(deployed.resources('AWS::Cognito::UserPoolClient'));
  const [store] = Object.values(deployed.resources('AWS::VerifiedPermissions::PolicyStore'));
  const iss = `https://cognito-idp.${REGION}.amazonaws.com/${poolId}`;
  return {
    app,
    stack,
    authorizer,
    api,
    fn,
    template,
    deployed,
    environment: { ...Environment.Variables, LAMBDA_TASK_ROOT: join(assembly.directory, `asset.${Code.S3Key.replace('.zip', '')}`) } as Record<string, string>,
    claims: { iss, sub: 'user-1', token_use: 'access', client_id: clientId, scope: 'orders/read orders/write' },
    store: store && {
      id: Environment.Variables.POLICY_STORE_ID,
      schema: JSON.parse(store.Schema.CedarJson),
      statements: Object.values(deployed.resources('AWS::VerifiedPermissions::Policy')).map((policy) => policy.Definition.Static.Statement),
      userPoolId: poolId,
      clientIds: Object.values(deployed.resources('AWS::VerifiedPermissions::IdentitySource'))[0].Configuration.CognitoUserPoolConfiguration.ClientIds,
      issuer: iss,
      jwks: issuer.jwks,
    } as FakeStore,
  };
}
