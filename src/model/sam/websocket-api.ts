import { apiV2Domain } from './custom-domain';
import { permitAuthorizer } from './events/permission';
import { compact, isGiven, pick, ref, sub } from './intrinsics';
import { SamResource } from './sam-resource';
import { Translation } from './translation';
import { JsonObject, objectOrEmpty } from '../json';

const CREATED_BY = { 'websocketapi:createdBy': 'SAM' };
const SPECIAL = ['$connect', '$disconnect', '$default'];

/** A WebSocket API with its stage, routes and integrations, what lets them call functions, and the authorizer of connections. */
export function translateWebSocketApi(t: Translation, source: SamResource): void {
  const { logicalId } = source;
  t.add(source, logicalId, 'AWS::ApiGatewayV2::Api', {
    ...pick(source.properties, 'ApiKeySelectionExpression', 'Description', 'DisableExecuteApiEndpoint', 'DisableSchemaValidation', 'IpAddressType',
      'RouteSelectionExpression'),
    Name: source.get('Name') ?? logicalId,
    ProtocolType: 'WEBSOCKET',
    Tags: { ...source.object('Tags'), ...CREATED_BY },
  });
  const stageName = source.get('StageName') ?? 'default';
  const stageId = `${logicalId}${stageName === 'default' ? 'Default' : typeof stageName === 'string' ? stageName : ''}Stage`;
  t.add(source, stageId, 'AWS::ApiGatewayV2::Stage', {
    ApiId: ref(logicalId),
    StageName: stageName,
    ...pick(source.properties, 'StageVariables', 'AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings'),
    AutoDeploy: true,
    Tags: source.get('PropagateTags') === true && isGiven(source.get('Tags')) ? { ...source.object('Tags'), ...CREATED_BY } : CREATED_BY,
  });
  const auth = t.map(source, 'Auth');
  if (auth.AuthType === 'CUSTOM') addAuthorizer(t, source, auth);
  for (const [key, route] of Object.entries(t.map(source, 'Routes'))) addRoute(t, source, stageName, key, objectOrEmpty(route), auth);
  apiV2Domain(t, source, stageId, CREATED_BY);
  t.attributes.set(`${logicalId}.Stage`, stageId);
}

function addRoute(t: Translation, source: SamResource, stageName: unknown, key: string, route: JsonObject, auth: JsonObject): void {
  const { logicalId } = source;
  const id = logicalId + capitalized(SPECIAL.includes(key) ? key.slice(1) : key);
  const secured = key === '$connect' && isGiven(auth) ? { AuthorizationType: auth.AuthType } : {};
  t.add(source, `${id}Route`, 'AWS::ApiGatewayV2::Route', compact({
    ApiId: ref(logicalId),
    RouteKey: key,
    ...pick(route, 'ApiKeyRequired', 'ModelSelectionExpression', 'OperationName', 'RequestModels', 'RequestParameters', 'RouteResponseSelectionExpression'),
    Target: { 'Fn::Join': ['/', ['integrations', ref(`${id}Integration`)]] },
    ...secured,
    AuthorizerId: secured.AuthorizationType === 'CUSTOM' ? ref(`${logicalId}ConnectAuthorizer`) : undefined,
  }));
  t.add(source, `${id}Integration`, 'AWS::ApiGatewayV2::Integration', compact({
    ApiId: ref(logicalId),
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: invocation('FunctionArn', route.FunctionArn),
    TimeoutInMillis: route.IntegrationTimeout,
  }));
  const api = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${logicalId}.ApiId}`;
  t.add(source, `${id}Permission`, 'AWS::Lambda::Permission', compact({
    Action: 'lambda:InvokeFunction',
    FunctionName: route.FunctionArn,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: typeof stageName === 'string' ? sub(`${api}/${stageName}/${key}`) : sub(`${api}/\${__StageName__}/${key}`, { __StageName__: stageName }),
  }));
}

function addAuthorizer(t: Translation, source: SamResource, { AuthArn, InvokeRole, IdentitySource, Name }: JsonObject): void {
  const id = `${source.logicalId}ConnectAuthorizer`;
  t.add(source, id, 'AWS::ApiGatewayV2::Authorizer', compact({
    ApiId: ref(source.logicalId),
    AuthorizerCredentialsArn: InvokeRole,
    AuthorizerType: 'REQUEST',
    AuthorizerUri: invocation('AuthArn', AuthArn),
    IdentitySource,
    Name: isGiven(Name) ? Name : id,
  }));
  if (!isGiven(InvokeRole) && isGiven(AuthArn)) permitAuthorizer(t, source, `${source.logicalId}AuthorizerPermission`, AuthArn);
}

function invocation(name: string, arn: unknown): object {
  return sub(`arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}}/invocations`, { [name]: arn });
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}
