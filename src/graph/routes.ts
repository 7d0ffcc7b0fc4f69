import { Expression, TemplateModel, TemplateResource, textOf } from '../model';
import { resourceOf, saysTrue } from '../model/judge';

/** How a route asks who calls, from the weakest up. An API key counts how often somebody calls, and is no authentication. */
export const AUTHENTICATIONS = ['none', 'api-key', 'authorizer', 'scopes'] as const;
export type Authentication = (typeof AUTHENTICATIONS)[number];

/** A way into an app over HTTP. */
export interface Route {
  /** The API, or the function of a URL. */
  readonly api: TemplateResource;
  /** Where the route is written. */
  readonly resource: TemplateResource;
  /** As `POST /orders`, or the name of the route. */
  readonly name: string;
  /** Whether it is reached from the internet. */
  readonly isPublic: boolean;
  readonly authentication: Authentication;
  /** What decides, as the template has it: a type, and the authorizer. */
  readonly by: string;
  readonly authorizer?: TemplateResource;
  /** Of which one is enough. */
  readonly scopes: readonly string[];
}

/** Every route of the templates, each as it is where it asks least. */
export function routesOf(model: TemplateModel): Route[] {
  const found = new Map<string, Route>();
  for (const [type, read] of Object.entries(READERS)) {
    for (const resource of model.ofType(type)) {
      const worlds = model.worlds.explore(() => (resource.exists() ? read(resource) : [])) ?? [[undecided(resource)]];
      for (const route of worlds.flat()) {
        const key = `${route.resource.stack.id}/${route.resource.logicalId} ${route.name}`;
        const before = found.get(key);
        if (!before || isWeaker(route, before)) found.set(key, route);
      }
    }
  }
  return [...found.values()];
}

export function isWeaker(one: Pick<Route, 'authentication'>, other: Pick<Route, 'authentication'>): boolean {
  return AUTHENTICATIONS.indexOf(one.authentication) < AUTHENTICATIONS.indexOf(other.authentication);
}

const READERS: Record<string, (resource: TemplateResource) => Route[]> = {
  'AWS::ApiGateway::Method': restMethod,
  'AWS::ApiGateway::RestApi': documented,
  'AWS::ApiGatewayV2::Api': httpApi,
  'AWS::ApiGatewayV2::Route': httpRoute,
  'AWS::AppSync::GraphQLApi': graphQl,
  'AWS::Lambda::Url': functionUrl,
};

const VERBS = /^(delete|get|head|options|patch|post|put|x-amazon-apigateway-any-method)$/i;
/** Longer paths go in circles. */
const MAX_PARTS = 50;

/** Too many conditions to look at each. */
function undecided(resource: TemplateResource): Route {
  return { api: resource, resource, name: '', isPublic: true, authentication: 'none', by: 'too many conditions', scopes: [] };
}

function restMethod(method: TemplateResource): Route[] {
  const api = resourceOf(method.at('RestApiId').value, 'AWS::ApiGateway::RestApi');
  return [{
    api: api ?? method,
    resource: method,
    name: `${written(method.at('HttpMethod'))} ${restPath(method.at('ResourceId'))}`,
    isPublic: !(api && isPrivate(api)),
    ...authenticationOf(method),
  }];
}

function restPath(id: Expression): string {
  const parts: string[] = [];
  for (let here = resourceOf(id.value, 'AWS::ApiGateway::Resource'); here && parts.length < MAX_PARTS; here = resourceOf(here.at('ParentId').value, 'AWS::ApiGateway::Resource')) {
    parts.unshift(written(here.at('PathPart')));
  }
  return `/${parts.join('/')}`;
}

function isPrivate(api: TemplateResource): boolean {
  const types = api.at('EndpointConfiguration', 'Types').items();
  return types.length > 0 && types.every((type) => textOf(type.value) === 'PRIVATE');
}

function httpRoute(route: TemplateResource): Route[] {
  const api = resourceOf(route.at('ApiId').value, 'AWS::ApiGatewayV2::Api');
  const socket = api && textOf(api.at('ProtocolType').value) === 'WEBSOCKET';
  const name = written(route.at('RouteKey'));
  // a WebSocket API asks when the connection is made
  if (socket && name !== '$connect') return [];
  return [{ api: api ?? route, resource: route, name, isPublic: true, ...authenticationOf(route) }];
}

function httpApi(api: TemplateResource): Route[] {
  const quick = api.at('Target').isAbsent ? [] : [{ api, resource: api, name: '$default', isPublic: true, ...NONE }];
  return [...quick, ...documented(api)];
}

function documented(api: TemplateResource): Route[] {
  const body = api.at('Body');
  return body.at('paths').entries().flatMap(([path, item]) => item.entries().filter(([verb]) => VERBS.test(verb)).map(([verb, operation]) => ({
    api,
    resource: api,
    name: `${/^x-/.test(verb) ? 'ANY' : verb.toUpperCase()} ${path}`,
    isPublic: !isPrivate(api),
    ...requirementOf(body, operation),
  })));
}

/** The weakest of the alternatives that an operation of an OpenAPI document has. */
function requirementOf(body: Expression, operation: Expression): Asked {
  if (textOf(operation.at('x-amazon-apigateway-auth', 'type').value)?.toUpperCase() === 'AWS_IAM') return { authentication: 'authorizer', by: 'AWS_IAM', scopes: [] };
  const security = operation.at('security').isAbsent ? body.at('security') : operation.at('security');
  const alternatives = security.items().map((alternative): Asked => {
    const schemes = alternative.entries().map(([name, scopes]): Asked => {
      const scheme = [body.at('components', 'securitySchemes', name), body.at('securityDefinitions', name)].find((one) => !one.isAbsent);
      const decides = scheme && (!scheme.at('x-amazon-apigateway-authorizer').isAbsent || /^awssigv4$/i.test(textOf(scheme.at('x-amazon-apigateway-authtype').value) ?? ''));
      const wanted = scopes.items().map(written);
      return decides ? { authentication: wanted.length > 0 ? 'scopes' : 'authorizer', by: name, scopes: wanted } : { authentication: 'api-key', by: name, scopes: [] };
    });
    return schemes.sort((a, b) => (isWeaker(a, b) ? 1 : -1))[0] ?? NONE;
  });
  return alternatives.sort((a, b) => (isWeaker(a, b) ? -1 : 1))[0] ?? NONE;
}

type Asked = Pick<Route, 'authentication' | 'by' | 'authorizer' | 'scopes'>;

const NONE: Asked = { authentication: 'none', by: 'NONE', scopes: [] };

function authenticationOf(route: TemplateResource): Asked {
  const type = textOf(route.at('AuthorizationType').value) ?? 'NONE';
  const key = route.at('ApiKeyRequired').value;
  if (type === 'NONE' || !['AWS_IAM', 'COGNITO_USER_POOLS', 'CUSTOM', 'JWT'].includes(type)) {
    return key.kind === 'known' && saysTrue(key.value) ? { authentication: 'api-key', by: 'an API key', scopes: [] } : { ...NONE, by: type };
  }
  const scopes = route.at('AuthorizationScopes').items().filter((scope) => !scope.isAbsent).map(written).sort();
  const authorizer = resourceOf(route.at('AuthorizerId').value);
  return { authentication: scopes.length > 0 ? 'scopes' : 'authorizer', by: type, authorizer, scopes };
}

function graphQl(api: TemplateResource): Route[] {
  const providers = [api.at('AuthenticationType'), ...api.at('AdditionalAuthenticationProviders').items().map((one) => one.at('AuthenticationType'))];
  const types = providers.filter((one) => !one.isAbsent).map(written);
  const weakest = types.includes('API_KEY') ? 'api-key' : types.length === 0 ? 'none' : 'authorizer';
  return [{ api, resource: api, name: 'GraphQL', isPublic: written(api.at('Visibility')) !== 'PRIVATE', authentication: weakest, by: types.sort().join(', '), scopes: [] }];
}

function functionUrl(url: TemplateResource): Route[] {
  const type = written(url.at('AuthType'));
  return [{
    api: resourceOf(url.at('TargetFunctionArn').value) ?? url,
    resource: url,
    name: 'function URL',
    isPublic: true,
    authentication: type === 'AWS_IAM' ? 'authorizer' : 'none',
    by: type,
    scopes: [],
  }];
}

function written(expression: Expression): string {
  return textOf(expression.value) ?? '?';
}
