import { compact, Draft, isGiven, listOf, sub, textOf } from './intrinsics';
import { JsonObject, objectOrEmpty, own } from '../json';

const IDENTITY = [['Headers', 'method.request.header.'], ['QueryStrings', 'method.request.querystring.'], ['StageVariables', 'stageVariables.'], ['Context', 'context.']] as const;

/** The security scheme of an authorizer of a REST API. */
export function authorizerScheme(authorizer: JsonObject): Draft {
  const { UserPoolArn, Identity, FunctionPayloadType } = authorizer;
  const cognito = isGiven(UserPoolArn);
  const byRequest = !cognito && FunctionPayloadType === 'REQUEST';
  const expression = !byRequest && isGiven(own(Identity, 'ValidationExpression')) ? own(Identity, 'ValidationExpression') : undefined;
  const header = own(Identity, 'Header');
  return {
    'type': 'apiKey',
    'name': byRequest ? 'Unused' : isGiven(header) ? header : 'Authorization',
    'in': 'header',
    'x-amazon-apigateway-authtype': cognito ? 'cognito_user_pools' : 'custom',
    'x-amazon-apigateway-authorizer': compact({
      ...cognito ? { type: 'cognito_user_pools', providerARNs: listOf(UserPoolArn) } : lambdaAuthorizer(authorizer, byRequest),
      identityValidationExpression: expression,
    }),
  };
}

export function iamScheme(): Draft {
  return { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
}

function lambdaAuthorizer({ FunctionArn, FunctionInvokeRole, Identity }: JsonObject, byRequest: boolean): Draft {
  const sources = IDENTITY.flatMap(([key, prefix]) => listOf(own(Identity, key)).map((name) => `${prefix}${textOf(name)}`));
  return compact({
    type: byRequest ? 'request' : 'token',
    authorizerUri: authorizerUri(FunctionArn),
    authorizerResultTtlInSeconds: objectOrEmpty(Identity).ReauthorizeEvery,
    authorizerCredentials: isGiven(FunctionInvokeRole) && FunctionInvokeRole !== 'NONE' ? FunctionInvokeRole : undefined,
    identitySource: byRequest && sources.length > 0 ? sources.join(', ') : undefined,
  });
}

/** How API Gateway calls an authorizer function. */
export function authorizerUri(functionArn: unknown): object {
  return sub('arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations', { __FunctionArn__: functionArn });
}
