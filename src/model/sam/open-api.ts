import { integratedMethods, INTEGRATION, definitionsOf, pathsOf } from './api-body';
import { emptyDraft, mapIn } from './draft';
import { branchesOf, compact, Draft, isGiven, isNoValue, listOf, textOf } from './intrinsics';
import { authorizerUri } from './rest-api-authorizers';
import { intrinsicOf, isObject, JsonObject, objectOrEmpty, own } from '../json';

const CORS = {
  AllowOrigins: 'allowOrigins',
  AllowHeaders: 'allowHeaders',
  AllowMethods: 'allowMethods',
  ExposeHeaders: 'exposeHeaders',
  MaxAge: 'maxAge',
  AllowCredentials: 'allowCredentials',
};
const IDENTITY = [['Headers', '$request.header.'], ['QueryStrings', '$request.querystring.'], ['StageVariables', '$stageVariables.'], ['Context', '$context.']] as const;

/** The security schemes of the authorizers of an HTTP API. */
export function addSecuritySchemes(body: Draft, authorizers: JsonObject, iam: boolean): void {
  const written = Object.entries(authorizers).map(([name, one]): [string, Draft] => [name, schemeOf(objectOrEmpty(one))]);
  const entries = iam ? [['AWS_IAM', iamScheme()] as [string, Draft], ...written] : written;
  const components = entries.length > 0 ? mapIn(body, 'components') : undefined;
  const schemes = components && mapIn(components, 'securitySchemes');
  if (schemes) for (const [name, scheme] of entries) schemes[name] = scheme;
}

function iamScheme(): Draft {
  return { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
}

function schemeOf(authorizer: JsonObject): Draft {
  const { JwtConfiguration, IdentitySource, FunctionArn, FunctionInvokeRole, Identity } = authorizer;
  const { AuthorizerPayloadFormatVersion, EnableSimpleResponses } = authorizer;
  if (isGiven(JwtConfiguration)) {
    const jwtConfiguration = Object.fromEntries(Object.entries(objectOrEmpty(JwtConfiguration)).map(([key, value]) => [key.toLowerCase(), value]));
    return { 'type': 'oauth2', 'x-amazon-apigateway-authorizer': compact({ type: 'jwt', jwtConfiguration, identitySource: IdentitySource }) };
  }
  const sources = IDENTITY.flatMap(([key, prefix]) => listOf(own(Identity, key)).map((name) => `${prefix}${textOf(name)}`));
  return {
    'type': 'apiKey',
    'name': 'Unused',
    'in': 'header',
    'x-amazon-apigateway-authorizer': compact({
      type: 'request',
      authorizerUri: authorizerUri(FunctionArn),
      authorizerCredentials: isGiven(FunctionInvokeRole) && FunctionInvokeRole !== 'NONE' ? FunctionInvokeRole : undefined,
      authorizerResultTtlInSeconds: own(Identity, 'ReauthorizeEvery'),
      identitySource: isGiven(Identity) ? sources : undefined,
      authorizerPayloadFormatVersion: AuthorizerPayloadFormatVersion,
      enableSimpleResponses: isGiven(EnableSimpleResponses) ? EnableSimpleResponses : undefined,
    }),
  };
}

/** Asks every route for the default authorizer that asks for none itself. */
export function setDefaultRouteAuthorizer(body: Draft, name: string, authorizers: JsonObject): void {
  for (const path of pathsOf(body)) {
    for (const { name: method, definition } of integratedMethods(body, path)) {
      if (method === 'options' || isGiven(definition.security)) continue;
      definition.security = [emptyDraft({ [name]: own(own(authorizers, name), 'AuthorizationScopes') ?? [] })];
    }
  }
}

/** What an event asks of its own route. */
export function setRouteAuthorizer(body: Draft, path: string, method: string, name: string, scopes: unknown, authorizers: JsonObject): void {
  const wanted = isGiven(scopes) ? scopes : own(own(authorizers, name), 'AuthorizationScopes');
  const asked = ['NONE', 'AWS_IAM'].includes(name) || !isGiven(wanted) ? [] : wanted;
  for (const definition of definitionsOf(body, path, method)) {
    definition.security = [...Array.isArray(definition.security) ? definition.security : [], emptyDraft({ [name]: asked })];
  }
}

/** Whether the default route calls this function, so that it may be called by all routes. */
export function defaultRouteCalls(body: Draft, logicalId: string): boolean {
  const found = definitionsOf(body, '$default', 'any').map((definition) => definition[INTEGRATION]).filter(isGiven);
  const uris = found.flatMap((integration) => branchesOf(own(integration, 'uri')));
  return uris.length > 0 && uris.every((uri) => textOf(own(uri, 'Fn::Sub')).includes(`\${${logicalId}.Arn}`));
}

export function addOpenApiCors(body: Draft, cors: unknown): void {
  const key = 'x-amazon-apigateway-cors';
  if (intrinsicOf(cors)) {
    body[key] = renamed(cors, 0);
    return;
  }
  const given = cors === true ? { AllowOrigins: ['*'] } : objectOrEmpty(cors);
  const set = Object.entries(CORS).filter(([name]) => isGiven(own(given, name)) || (name === 'MaxAge' && own(given, name) !== undefined));
  body[key] = { ...objectOrEmpty(body[key]), ...Object.fromEntries(set.map(([name, to]) => [to, own(given, name)])) };
}

/** Keys of a configuration inside of functions, as OpenAPI calls them. */
function renamed(json: unknown, depth: number): unknown {
  if (depth > 10) return json;
  if (Array.isArray(json)) return json.map((item) => renamed(item, depth + 1));
  if (!isObject(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [own(CORS, key) as string | undefined ?? key, renamed(value, depth + 1)]));
}

export function addOpenApiTags(body: Draft, tags: JsonObject): void {
  const before = Array.isArray(body.tags) ? body.tags : [];
  const others = before.filter((tag) => own(tags, textOf(own(tag, 'name'))) === undefined);
  body.tags = [...others, ...Object.entries(tags).map(([name, value]) => ({ name, 'x-amazon-apigateway-tag-value': value }))];
}

export function isAuthorizerName(name: unknown): name is string {
  return typeof name === 'string' && name !== '' && !isNoValue(name);
}
