import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { ZeroTrustError } from '../core/errors';

/**
 * What is wrong with the methods of an API, whoever made them: `addRoute` makes none of these, the CDK's `addMethod`,
 * `addProxy` and `addCorsPreflight` can.
 */
export function faultsOf(methods: apigateway.Method[]): string[] {
  return methods.map(faultOf).filter((fault) => fault !== undefined).map((fault) => fault.message);
}

function faultOf(method: apigateway.Method): ZeroTrustError | undefined {
  const { authorizationType, authorizationScopes, requestValidatorId, ...preflight } = resolved(method);
  const route = `${method.httpMethod} ${method.resource.path}`;
  if (authorizationType === undefined || authorizationType === apigateway.AuthorizationType.NONE) {
    if (isPreflight(preflight)) return undefined;
    return new ZeroTrustError(method, 'OpenMethod', `${route} is open to everyone.`,
      'use addRoute, or leave authorizationType out, which is AWS_IAM; an API key is no authentication.');
  }
  if (authorizationType === apigateway.AuthorizationType.COGNITO && !authorizationScopes?.length) {
    return new ZeroTrustError(method, 'MissingScopes', `${route} takes identity tokens, because it asks for no scope.`,
      'set authorizationScopes, or use addRoute with scopes.');
  }
  if (requestValidatorId === undefined) {
    return new ZeroTrustError(method, 'UnvalidatedMethod', `${route} accepts requests that were not validated.`,
      'pass requestValidator: api.requestValidator with requestParameters and requestModels, or use addRoute.');
  }
  return undefined;
}

function resolved(method: apigateway.Method): apigateway.CfnMethodProps {
  const { authorizationType, authorizationScopes, requestValidatorId, httpMethod, integration } = method.node.defaultChild as apigateway.CfnMethod;
  return Stack.of(method).resolve({ authorizationType, authorizationScopes, requestValidatorId, httpMethod, integration });
}

/** The answer to a browser's question: it reaches no backend and names exact origins. */
function isPreflight({ httpMethod, integration }: Pick<apigateway.CfnMethodProps, 'httpMethod' | 'integration'>): boolean {
  const { type, integrationResponses } = (integration ?? {}) as apigateway.CfnMethod.IntegrationProperty;
  if (httpMethod !== 'OPTIONS' || type !== apigateway.IntegrationType.MOCK) return false;
  const responses = (integrationResponses ?? []) as apigateway.CfnMethod.IntegrationResponseProperty[];
  const origins = responses.map(({ responseParameters }) =>
    (responseParameters as Record<string, string> | undefined)?.['method.response.header.Access-Control-Allow-Origin']);
  return origins.length > 0 && origins.every((origin) => origin !== undefined && origin !== "'*'");
}
