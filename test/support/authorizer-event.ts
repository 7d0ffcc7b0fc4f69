import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';

export const API_ARN = 'arn:aws:execute-api:eu-west-1:111122223333:api1/prod';

export interface RequestOptions {
  readonly headers?: Record<string, string>;
  readonly sourceIp?: string;
  readonly clientCert?: object;
}

/** What API Gateway sends an authorizer for a request: `GET /orders/{id}` with `id`. */
export function requestTo(
  route: string, token?: string, { headers = {}, sourceIp = '203.0.113.7', clientCert }: RequestOptions = {}, parameters: Record<string, string> = {},
): APIGatewayRequestAuthorizerEvent {
  const [httpMethod, resource] = route.split(' ');
  const path = resource.replace(/\{([^}+]+)\+?\}/g, (_, name) => parameters[name] ?? 'x');
  const all = { ...token !== undefined && { Authorization: `Bearer ${token}` }, ...headers };
  return {
    type: 'REQUEST',
    methodArn: `${API_ARN}/${httpMethod}${path}`,
    resource,
    path,
    httpMethod,
    headers: all,
    multiValueHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
    pathParameters: Object.keys(parameters).length > 0 ? parameters : null,
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
    stageVariables: {},
    requestContext: { requestId: 'request-1', apiId: 'api1', stage: 'prod', resourcePath: resource, httpMethod, path: `/prod${path}`, identity: { sourceIp, clientCert } },
  } as any;
}
