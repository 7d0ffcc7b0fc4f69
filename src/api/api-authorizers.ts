import { createHash } from 'crypto';
import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { allowApi } from './api-permission';
import { AuthorizerChoice, RouteAuthorizer } from './route-authorizer';
import { literalNameOf } from './route-integration';
import { ZeroTrustError } from '../core/errors';
import { invokedOf } from '../core/invocation-point';

/** What a decision about a route depends on in any case, so that a kept one must be keyed on it. */
const ROUTE_OF_REQUEST = [apigateway.IdentitySource.context('httpMethod'), apigateway.IdentitySource.context('path')];
/** The longest that API Gateway keeps a decision. */
const LONGEST_CACHE = Duration.hours(1);

/** Throws on an authorizer that would let in more than it says, on behalf of the API at a path. */
export function checkAuthorizer(path: string, authorizer: { readonly _choice: AuthorizerChoice }): void {
  const { type, userPools, identitySources = [], resultsCacheTtl: ttl } = authorizer._choice;
  if (type === apigateway.AuthorizationType.COGNITO && userPools?.length === 0) {
    throw new ZeroTrustError(path, 'NoUserPool', 'a Cognito authorizer has no user pool.', 'name the pool: RouteAuthorizer.cognito(pool).');
  }
  if (type !== apigateway.AuthorizationType.CUSTOM) return;

  if (identitySources.length === 0) {
    throw new ZeroTrustError(path, 'NoIdentitySource', 'a request authorizer has no identity source, so that anonymous requests reach it.',
      "name what a caller must send, for example IdentitySource.header('Authorization').");
  }
  if (!ttl || (!ttl.isUnresolved() && ttl.toSeconds() === 0)) return;
  if (ttl.isUnresolved() || ttl.toSeconds() > LONGEST_CACHE.toSeconds()) {
    throw new ZeroTrustError(path, 'CacheTooLong', 'decisions of a request authorizer are kept for more than an hour, or for a time not known at synth.',
      'use an hour or less; the default keeps none.');
  }
  const missing = ROUTE_OF_REQUEST.filter((source) => !identitySources.includes(source));
  if (missing.length > 0) {
    throw new ZeroTrustError(path, 'CacheNotKeyed', `decisions of a request authorizer are kept and not keyed on ${missing.join(' and ')}, so that one route's decision opens another.`,
      'add it to identitySources by IdentitySource.context(…), or leave resultsCacheTtl out.');
  }
}

/** The authorizers of one API: the same choice is made once, however many routes use it. */
export class ApiAuthorizers {
  private readonly made = new Map<string, apigateway.IAuthorizer>();

  constructor(private readonly api: apigateway.RestApi) {}

  /** The part of a method that says who may call it. */
  public bind(authorizer: RouteAuthorizer): apigateway.MethodOptions {
    const choice = authorizer._choice;
    const authorizationType = choice.type;
    if (authorizationType === apigateway.AuthorizationType.IAM) return { authorizationType };
    return { authorizationType, authorizer: this.authorizer(choice) };
  }

  private authorizer(choice: AuthorizerChoice): apigateway.IAuthorizer {
    const key = keyOf(choice);
    let authorizer = this.made.get(key);
    if (!authorizer) {
      authorizer = this.make(choice, key);
      this.made.set(key, authorizer);
    }
    return authorizer;
  }

  private make(choice: AuthorizerChoice, key: string): apigateway.IAuthorizer {
    // Another choice is another resource of another name. So its methods change too, which deploys anew, and API Gateway never sees
    // two authorizers of one name while one replaces the other.
    const name = `Authorizer${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
    const { userPools, identitySources, resultsCacheTtl } = choice;
    const handler = choice.handler && invokedOf(choice.handler, 'an authorizer');
    const stack = Stack.of(this.api);
    const resource = new apigateway.CfnAuthorizer(this.api, name, {
      name,
      restApiId: this.api.restApiId,
      type: handler ? 'REQUEST' : 'COGNITO_USER_POOLS',
      identitySource: (identitySources ?? [apigateway.IdentitySource.header('Authorization')]).join(','),
      authorizerResultTtlInSeconds: resultsCacheTtl?.toSeconds() ?? 0,
      providerArns: userPools?.map((pool) => pool.userPoolArn),
      authorizerUri: handler && stack.formatArn({
        service: 'apigateway', account: 'lambda', resource: 'path', resourceName: `2015-03-31/functions/${handler.functionArn}/invocations`,
      }),
    });
    if (handler) {
      allowApi(this.api, handler, stack.formatArn({
        service: 'execute-api', resource: this.api.restApiId, resourceName: `authorizers/${resource.ref}`,
      }), 'Authorize');
    }
    return { authorizerId: resource.ref, authorizationType: choice.type };
  }
}

function keyOf({ type, userPools, handler, identitySources, resultsCacheTtl }: AuthorizerChoice): string {
  const pools = userPools?.map((pool) => pool.node.path);
  const decider = handler && [handler.node.path, literalNameOf(handler)];
  return JSON.stringify([type, pools, decider, identitySources, resultsCacheTtl?.toSeconds()]);
}
