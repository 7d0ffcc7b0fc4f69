import { createHash } from 'crypto';
import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { allowApi } from './api-permission';
import type { HttpRouteAuthorizer } from './http-route-authorizer';
import { literalNameOf } from './route-integration';
import { invokedOf } from '../core/invocation-point';

/** Where HTTP APIs look for tokens. */
const AUTHORIZATION = '$request.header.Authorization';

/** The authorizers of one HTTP API: the same choice is made once, however many routes use it. */
export class HttpAuthorizers {
  private readonly made = new Map<string, apigatewayv2.CfnAuthorizer>();

  constructor(private readonly api: apigatewayv2.HttpApi) {}

  /** What a route is told of who may call it. */
  public bind(authorizer: HttpRouteAuthorizer, scopes?: string[]): apigatewayv2.IHttpRouteAuthorizer {
    const { _choice: { type }, _issuer } = authorizer;
    const config = type === apigateway.AuthorizationType.IAM
      ? { authorizationType: 'AWS_IAM' }
      : {
        authorizationType: _issuer ? 'JWT' : 'CUSTOM',
        authorizerId: this.authorizer(authorizer).ref,
        // a function reads scopes itself
        authorizationScopes: _issuer ? scopes : undefined,
      };
    return { bind: () => config };
  }

  private authorizer(authorizer: HttpRouteAuthorizer): apigatewayv2.CfnAuthorizer {
    const key = keyOf(authorizer);
    let made = this.made.get(key);
    if (!made) {
      made = this.make(authorizer, `Authorizer${createHash('sha256').update(key).digest('hex').slice(0, 8)}`);
      this.made.set(key, made);
    }
    return made;
  }

  private make({ _choice, _issuer }: HttpRouteAuthorizer, name: string): apigatewayv2.CfnAuthorizer {
    const { apiId } = this.api;
    const { identitySources = [], resultsCacheTtl } = _choice;
    if (_issuer) {
      return new apigatewayv2.CfnAuthorizer(this.api, name, {
        apiId, name, authorizerType: 'JWT', identitySource: [AUTHORIZATION], jwtConfiguration: { issuer: _issuer.issuer, audience: _issuer.audiences },
      });
    }
    const handler = invokedOf(_choice.handler!, 'an authorizer');
    const stack = Stack.of(this.api);
    const made = new apigatewayv2.CfnAuthorizer(this.api, name, {
      apiId,
      name,
      authorizerType: 'REQUEST',
      // with 1.0 an event is what a REST API sends, so that a function serves both
      authorizerPayloadFormatVersion: '1.0',
      identitySource: identitySources.map(inHttpApi),
      authorizerResultTtlInSeconds: resultsCacheTtl?.toSeconds() ?? 0,
      authorizerUri: stack.formatArn({
        service: 'apigateway', account: 'lambda', resource: 'path', resourceName: `2015-03-31/functions/${handler.functionArn}/invocations`,
      }),
    });
    allowApi(this.api, handler, stack.formatArn({ service: 'execute-api', resource: apiId, resourceName: `authorizers/${made.ref}` }), 'Authorize');
    return made;
  }
}

/**
 * An identity source of a REST API as an HTTP API writes it.
 *
 * Source: API Gateway developer guide, "Control access to HTTP APIs with AWS Lambda authorizers".
 */
function inHttpApi(source: string): string {
  return `$${source.replace(/^method\./, '')}`;
}

function keyOf({ _choice: { handler, identitySources, resultsCacheTtl }, _issuer }: HttpRouteAuthorizer): string {
  const decider = handler && [handler.node.path, literalNameOf(handler)];
  return JSON.stringify([_issuer?.key, decider, identitySources, resultsCacheTtl?.toSeconds()]);
}
