import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { CedarAuthorizer } from './cedar-authorizer';
import { JwtAuthorizer } from './jwt-authorizer';
import type { Route } from './route';
import { checkProps } from '../core/checked-props';

/**
 * Options of a request authorizer.
 */
export interface RequestAuthorizerOptions {
  /**
   * What a request must carry to be looked at, by `IdentitySource`: at least one header, query string, stage variable or
   * context value. A request that lacks one is refused before the function runs.
   */
  readonly identitySources: string[];

  /**
   * How long a decision is kept and used again for requests with the same identity sources, up to an hour. These must then
   * name every input of the decision: `IdentitySource.context('httpMethod')` and `IdentitySource.context('path')` too, because
   * a kept decision holds for every route that uses the authorizer.
   *
   * @default - every request is decided anew
   */
  readonly resultsCacheTtl?: Duration;
}

/**
 * Who is let in to a route.
 *
 * API keys and usage plans count requests. They authenticate nobody, so there is none here.
 */
export class RouteAuthorizer {
  /**
   * Callers with AWS credentials whose identity policy allows `execute-api:Invoke` on the route; `route.grantExecute` grants
   * it. Requests are signed (Signature Version 4).
   */
  public static iam(): RouteAuthorizer {
    return new RouteAuthorizer({ type: apigateway.AuthorizationType.IAM });
  }

  /**
   * Users who signed in to one of the user pools, by an access token in the `Authorization` header that has one of the
   * route's scopes. Each request is decided anew.
   *
   * @param userPools one or more user pools
   */
  public static cognito(...userPools: cognito.IUserPool[]): RouteAuthorizer {
    return new RouteAuthorizer({ type: apigateway.AuthorizationType.COGNITO, userPools });
  }

  /**
   * Callers that a function lets in, which sees the whole request.
   *
   * @param handler the function; it answers with a policy for the request, and denies on any error
   * @param options what the decision depends on
   */
  public static request(handler: lambda.IFunction, options: RequestAuthorizerOptions): RouteAuthorizer {
    checkProps(true, 'RequestAuthorizerOptions', 'RouteAuthorizer', options);
    return new RouteAuthorizer({ type: apigateway.AuthorizationType.CUSTOM, handler, ...options });
  }

  /**
   * Callers whom Cedar policies permit the route, by an access token of a user pool in the `Authorization` header, or by the
   * context of the request.
   *
   * @param authorizer the policies and where they decide
   */
  public static cedar(authorizer: CedarAuthorizer): RouteAuthorizer {
    return new RouteAuthorizer({
      type: apigateway.AuthorizationType.CUSTOM,
      handler: authorizer.handler,
      identitySources: authorizer._identitySources,
      resultsCacheTtl: authorizer._resultsCacheTtl,
      answersWith: ['clientId', 'scope', 'sub'],
      onRoute: (api, route) => authorizer._addRoute(api, route),
    });
  }

  /**
   * Callers with a token of an OpenID Connect issuer in the `Authorization` header, which has one of the route's scopes where the
   * route names some. Each request is decided anew.
   *
   * @param authorizer the issuer and what its tokens must hold
   */
  public static jwt(authorizer: JwtAuthorizer): RouteAuthorizer {
    return new RouteAuthorizer({
      type: apigateway.AuthorizationType.CUSTOM,
      handler: authorizer.handler,
      identitySources: [apigateway.IdentitySource.header('Authorization')],
      readsScopes: true,
      answersWith: ['scope', 'sub'],
      onRoute: (api, route, scopes) => authorizer._addRoute(api, route, scopes),
    });
  }

  /** @internal */
  public readonly _choice: AuthorizerChoice;

  private constructor(choice: AuthorizerChoice) {
    this._choice = choice;
  }
}

/** @internal */
export interface AuthorizerChoice {
  readonly type: apigateway.AuthorizationType;
  readonly userPools?: cognito.IUserPool[];
  readonly handler?: lambda.IFunction;
  readonly identitySources?: string[];
  readonly resultsCacheTtl?: Duration;
  /** Whether the handler looks at the route's scopes; a Cognito authorizer does in any case. */
  readonly readsScopes?: boolean;
  /** The names in the context of its answers, where they are known. */
  readonly answersWith?: string[];
  /** For authorizers that decide by route: tells them of each that they stand before. */
  readonly onRoute?: (api: IConstruct, route: Route, scopes: string[]) => void;
}
