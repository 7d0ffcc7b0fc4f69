import { isApiBody, OPEN_API_3, pathsOf } from './api-body';
import { ApiDraft, versionOf } from './api-draft';
import { restApiDomain } from './custom-domain';
import { mapIn } from './draft';
import { permitAuthorizer } from './events/permission';
import { tagAll } from './function';
import { compact, Draft, isGiven, listOf, pick, ref, textOf } from './intrinsics';
import { hashedId, isAlphanumeric } from './logical-ids';
import { authorizerScheme, iamScheme } from './rest-api-authorizers';
import { addCors, preflightToOpenApi3 } from './rest-api-cors';
import { addResourcePolicy, addStatements } from './rest-api-policy';
import { addScheme, setApiKeyRequired, setDefaultAuthorizer, toOpenApi3 } from './rest-api-security';
import { definitionLocation } from './s3-location';
import { SamResource } from './sam-resource';
import { tagList } from './tags';
import { Translation } from './translation';
import { UsagePlans } from './usage-plans';
import { intrinsicOf, isObject, JsonObject, objectOrEmpty, own } from '../json';

/** A REST API with its deployment and stage, and what lets authorizers be called. */
export function translateRestApi(t: Translation, { source, body }: ApiDraft, usagePlans: UsagePlans): void {
  const { logicalId } = source;
  const authorizers = objectOrEmpty(own(source.get('Auth'), 'Authorizers'));
  if (body) complete(t, source, body, authorizers);
  else t.unread.add('definition', logicalId);
  t.add(source, logicalId, 'AWS::ApiGateway::RestApi', compact({
    ...body ? { Body: body } : { BodyS3Location: definitionLocation(source.get('DefinitionUri')) },
    ...pick(source.properties, 'BinaryMediaTypes', 'MinimumCompressionSize', 'Name', 'Description', 'Mode', 'ApiKeySourceType', 'Policy', 'SecurityPolicy',
      'EndpointAccessMode', 'FailOnWarnings'),
    ...endpoint(source.get('EndpointConfiguration')),
  }));
  const deploymentId = hashedId(`${logicalId}Deployment`, body ?? definitionLocation(source.get('DefinitionUri')));
  t.add(source, deploymentId, 'AWS::ApiGateway::Deployment', compact({
    RestApiId: ref(logicalId), StageName: isGiven(source.get('OpenApiVersion')) ? undefined : 'Stage',
  }));
  const stageId = addStage(t, source, deploymentId);
  for (const [name, authorizer] of Object.entries(authorizers)) {
    const { FunctionArn, UserPoolArn, DisableFunctionDefaultPermissions } = objectOrEmpty(authorizer);
    if (!isGiven(FunctionArn) || isGiven(UserPoolArn) || DisableFunctionDefaultPermissions === true) continue;
    permitAuthorizer(t, source, `${logicalId}${name}AuthorizerPermission`, FunctionArn);
  }
  restApiDomain(t, source, stageId);
  usagePlans.add(source, stageId);
  t.attributes.set(`${logicalId}.Stage`, stageId).set(`${logicalId}.Deployment`, deploymentId);
  tagAll(t, source);
}

function addStage(t: Translation, source: SamResource, deploymentId: string): string {
  const name = source.get('StageName');
  const prefix = typeof name === 'string' ? name : '';
  const id = isAlphanumeric(prefix) ? `${source.logicalId}${prefix}Stage` : hashedId(`${source.logicalId}Stage`, prefix);
  t.add(source, id, 'AWS::ApiGateway::Stage', compact({
    RestApiId: ref(source.logicalId),
    DeploymentId: ref(deploymentId),
    ...pick(source.properties, 'StageName', 'CacheClusterEnabled', 'CacheClusterSize', 'Variables', 'MethodSettings', 'AccessLogSetting', 'CanarySetting', 'TracingEnabled'),
    Tags: isObject(source.get('Tags')) ? tagList(source.get('Tags')) : undefined,
  }));
  return id;
}

function endpoint(configuration: unknown): Draft {
  if (!isGiven(configuration)) return {};
  const type = isObject(configuration) && !intrinsicOf(configuration) ? configuration.Type : configuration;
  const ids = own(configuration, 'VPCEndpointIds') ?? own(configuration, 'VpcEndpointIds');
  return {
    EndpointConfiguration: compact({ Types: [type], VpcEndpointIds: ids, IpAddressType: own(configuration, 'IpAddressType') }),
    Parameters: { endpointConfigurationTypes: type },
  };
}

/** Adds to the definition what the properties of the API say of all its methods. */
function complete(t: Translation, source: SamResource, body: Draft, authorizers: JsonObject): void {
  if (!isApiBody(body)) {
    const asked = ['Auth', 'Cors', 'GatewayResponses', 'Models', 'DisableExecuteApiEndpoint'].filter((name) => source.get(name) !== undefined);
    for (const name of asked) t.unread.add('property', `${source.logicalId}.${name}`);
    if (intrinsicOf(body)) t.unread.add('definition', source.logicalId);
    return;
  }
  const cors = source.get('Cors');
  if (isGiven(cors)) addCors(body, cors);
  secure(t, source, body, authorizers);
  addDetails(source, body);
  if (!isGiven(body.swagger) && OPEN_API_3.test(versionOf(source.get('OpenApiVersion') ?? body.openapi))) {
    toOpenApi3(body);
    preflightToOpenApi3(body);
  }
}

function secure(t: Translation, source: SamResource, body: Draft, authorizers: JsonObject): void {
  const auth = t.map(source, 'Auth');
  for (const [name, authorizer] of Object.entries(authorizers)) {
    if (isObject(authorizer)) addScheme(body, name, authorizerScheme(authorizer));
    else t.unread.add('property', `${source.logicalId}.Auth.Authorizers.${name}`);
  }
  const byDefault = t.literal(auth.DefaultAuthorizer);
  if (byDefault === 'AWS_IAM') addScheme(body, 'AWS_IAM', iamScheme());
  if (isGiven(byDefault)) {
    if (typeof byDefault === 'string') setDefaultAuthorizer(body, byDefault, authorizers, auth.AddDefaultAuthorizerToCorsPreflight !== false);
    else t.unread.add('property', `${source.logicalId}.Auth.DefaultAuthorizer`);
  }
  if (isGiven(t.literal(auth.ApiKeyRequired))) setApiKeyRequired(body, auth.AddApiKeyRequiredToCorsPreflight !== false);
  const policy = objectOrEmpty(auth.ResourcePolicy);
  for (const path of pathsOf(body)) addResourcePolicy(body, path, source.get('StageName'), policy);
  addStatements(body, listOf(policy.CustomStatements));
}

function addDetails(source: SamResource, body: Draft): void {
  const responses = Object.entries(source.object('GatewayResponses')).filter(([, response]) => isObject(response));
  const answers = responses.length > 0 ? mapIn(body, 'x-amazon-apigateway-gateway-responses') : undefined;
  for (const [type, response] of responses) if (answers) answers[type] = gatewayResponse(response as JsonObject);
  const models = Object.entries(source.object('Models'));
  const definitions = models.length > 0 ? mapIn(body, 'definitions') : undefined;
  for (const [name, model] of models) if (definitions) definitions[name.toLowerCase()] = model;
  if (isGiven(source.get('BinaryMediaTypes'))) body['x-amazon-apigateway-binary-media-types'] = source.get('BinaryMediaTypes');
  if (source.get('DisableExecuteApiEndpoint') !== undefined) disableEndpoint(body, source.get('DisableExecuteApiEndpoint'));
}

function gatewayResponse({ StatusCode, ResponseParameters, ResponseTemplates }: JsonObject): Draft {
  const parameters = [['Headers', 'header'], ['Paths', 'path'], ['QueryStrings', 'querystring']].flatMap(([key, kind]) => (
    Object.entries(objectOrEmpty(own(ResponseParameters, key))).map(([name, value]) => [`gatewayresponse.${kind}.${name}`, value])
  ));
  return {
    responseParameters: Object.fromEntries(parameters),
    responseTemplates: ResponseTemplates ?? {},
    ...isGiven(StatusCode) ? { statusCode: textOf(StatusCode) } : {},
  };
}

/** Says that the API answers at its own domain names only. */
export function disableEndpoint(body: Draft, disableExecuteApiEndpoint: unknown): void {
  const key = 'x-amazon-apigateway-endpoint-configuration';
  const set = (holder: Draft) => {
    holder[key] = { ...objectOrEmpty(holder[key]), disableExecuteApiEndpoint };
  };
  if (!isGiven(body.openapi)) return set(body);
  const servers = Array.isArray(body.servers) ? body.servers.filter(isObject) : [{}];
  servers.forEach((server) => set(server));
  body.servers = servers;
}
