import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CedarAuthorizer } from './cedar-authorizer';
import { JwtAuthorizer } from './jwt-authorizer';
import { AuthorizerChoice, RequestAuthorizerOptions, RouteAuthorizer } from './route-authorizer';
import { checkProps } from '../core/checked-props';
import { ZeroTrustError } from '../core/errors';

const HTTPS_URL = /^https:\/\/[^\s#@*]+$/;
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;

/**
 * Who is let in to a route of a `SecureHttpApi`.
 */
export class HttpRouteAuthorizer {
  /**
   * Callers with AWS credentials whose identity policy allows `execute-api:Invoke` on the route; `route.grantInvoke` grants it. Requests are
   * signed (Signature Version 4).
   */
  public static iam(): HttpRouteAuthorizer {
    return new HttpRouteAuthorizer({ type: apigateway.AuthorizationType.IAM });
  }

  /**
   * Users who signed in to a user pool by one of the clients, by an access token in the `Authorization` header that has one of the route's
   * scopes. API Gateway verifies the token; no function runs for it.
   *
   * Throws `NoClients` without a client.
   *
   * @param userPool the user pool
   * @param clients the clients whose tokens are taken
   */
  public static userPool(userPool: cognito.IUserPool, ...clients: cognito.IUserPoolClient[]): HttpRouteAuthorizer {
    if (clients.length === 0) {
      throw new ZeroTrustError(userPool, 'NoClients', 'without a client, API Gateway has no audience to hold tokens against.', 'name the clients whose tokens are taken.');
    }
    const { region } = userPool.env;
    const issuer = `https://cognito-idp.${region}.${Stack.of(userPool).urlSuffix}/${userPool.userPoolId}`;
    const key = JSON.stringify([userPool.node.path, clients.map(({ node }) => node.path)]);
    const audiences = clients.map((client) => client.userPoolClientId);
    return new HttpRouteAuthorizer({ type: apigateway.AuthorizationType.COGNITO }, { issuer, audiences, key });
  }

  /**
   * Callers with a token of an OpenID Connect issuer in the `Authorization` header, which has one of the audiences and one of the route's
   * scopes. API Gateway verifies signature, issuer, audience and times, and fetches the keys of the issuer itself. `tokens` checks more: the
   * kind and age of a token, claims, and client certificates.
   *
   * Throws `BadIssuer`, `NoAudience`.
   *
   * @param issuer as the issuer writes it in its openid-configuration
   * @param audiences what `aud` may be
   */
  public static jwt(issuer: string, ...audiences: string[]): HttpRouteAuthorizer {
    // a word for each token: the host may be known at deployment only, the scheme may not
    if (!HTTPS_URL.test(issuer.replace(TOKEN, 'token'))) {
      throw new ZeroTrustError('HttpRouteAuthorizer', 'BadIssuer', `'${issuer}' is no exact https URL.`, 'write what the issuer says of itself in its openid-configuration.');
    }
    if (audiences.length === 0 || audiences.some((audience) => !/^\S+$/.test(audience))) {
      throw new ZeroTrustError('HttpRouteAuthorizer', 'NoAudience', 'without an audience, tokens that the issuer made for any other API would do.',
        'name what tokens for this API have in aud.');
    }
    return new HttpRouteAuthorizer({ type: apigateway.AuthorizationType.COGNITO }, { issuer, audiences, key: JSON.stringify([issuer, audiences]) });
  }

  /**
   * Callers whom Cedar policies permit the route.
   *
   * @param authorizer the policies and where they decide
   */
  public static cedar(authorizer: CedarAuthorizer): HttpRouteAuthorizer {
    return new HttpRouteAuthorizer(RouteAuthorizer.cedar(authorizer)._choice);
  }

  /**
   * Callers with a token that a `JwtAuthorizer` takes.
   *
   * @param authorizer the issuer and what its tokens must hold
   */
  public static tokens(authorizer: JwtAuthorizer): HttpRouteAuthorizer {
    return new HttpRouteAuthorizer(RouteAuthorizer.jwt(authorizer)._choice);
  }

  /**
   * Callers that a function lets in. It gets the request in payload format 1.0, as from a REST API, and answers with a policy for it.
   *
   * @param handler the function; it denies on any error
   * @param options what the decision depends on
   */
  public static request(handler: lambda.IFunction, options: RequestAuthorizerOptions): HttpRouteAuthorizer {
    checkProps(true, 'RequestAuthorizerOptions', 'HttpRouteAuthorizer', options);
    return new HttpRouteAuthorizer(RouteAuthorizer.request(handler, options)._choice);
  }

  /** @internal */
  public readonly _choice: AuthorizerChoice;
  /** Of tokens that API Gateway verifies itself. @internal */
  public readonly _issuer?: TokenIssuer;

  private constructor(choice: AuthorizerChoice, issuer?: TokenIssuer) {
    this._choice = choice;
    this._issuer = issuer;
  }
}

/** @internal */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audiences: string[];
  /** The same for the same choice, where ids are tokens. */
  readonly key: string;
}

