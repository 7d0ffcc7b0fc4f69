import { definitionsOf, integratedMethods, pathsOf } from './api-body';
import { emptyDraft, mapIn } from './draft';
import { Draft, isGiven } from './intrinsics';
import { isObject, JsonObject, objectOrEmpty, own } from '../json';

const SCHEMES = 'securityDefinitions';

/** Asks every method for the default authorizer, unless it has one of its own or says `NONE`. */
export function setDefaultAuthorizer(body: Draft, name: string, authorizers: JsonObject, preflight: boolean): void {
  const known = new Set(['AWS_IAM', ...Object.keys(authorizers)]);
  for (const { name: method, definition } of methodsOf(body)) {
    if (method === 'options' && !preflight) continue;
    const all = securityOf(definition);
    const theirs = all.filter((one) => Object.keys(one).some((key) => known.has(key)));
    const others = all.filter((one) => !Object.keys(one).some((key) => known.has(key)));
    const none = others.find((one) => own(one, 'NONE') !== undefined);
    const asked = none ? [] : theirs.length > 0 ? theirs : [scheme(name, own(authorizers[name], 'AuthorizationScopes') ?? [])];
    const security = [...others.filter((one) => one !== none), ...asked];
    if (security.length > 0) definition.security = security;
    if (own(security[0], 'AWS_IAM') !== undefined) addIamScheme(body);
  }
}

/** Asks every method for an API key, unless it says that it needs none. */
export function setApiKeyRequired(body: Draft, preflight: boolean): void {
  addApiKeyScheme(body);
  for (const { name: method, definition } of methodsOf(body)) {
    const all = securityOf(definition);
    const others = all.filter((one) => own(one, 'api_key') === undefined && own(one, 'api_key_false') === undefined);
    const refused = all.some((one) => own(one, 'api_key_false') !== undefined) || (method === 'options' && !preflight);
    const security = [...others, ...refused ? [] : [scheme('api_key', [])]];
    if (security.length > 0 || all.length > 0) definition.security = security;
  }
}

/** What an event asks of its own method. */
export function setMethodSecurity(body: Draft, path: string, method: string, auth: JsonObject, authorizers: JsonObject): void {
  const { Authorizer, AuthorizationScopes, ApiKeyRequired } = auth;
  for (const definition of definitionsOf(body, path, method)) {
    const asked: Draft[] = [];
    if (typeof Authorizer === 'string' && Authorizer !== '') {
      const scopes = own(authorizers, Authorizer) === undefined ? [] : AuthorizationScopes ?? own(own(authorizers, Authorizer), 'AuthorizationScopes') ?? [];
      asked.push(scheme(Authorizer, Authorizer === 'NONE' ? [] : scopes));
    }
    if (ApiKeyRequired !== undefined) asked.push(scheme(isGiven(ApiKeyRequired) ? 'api_key' : 'api_key_false', []));
    if (asked.length > 0) definition.security = [...securityOf(definition), ...asked];
  }
  if (Authorizer === 'AWS_IAM') addIamScheme(body);
  if (isGiven(ApiKeyRequired)) addApiKeyScheme(body);
}

export function addScheme(body: Draft, name: string, definition: Draft): void {
  const schemes = mapIn(body, SCHEMES);
  if (schemes) schemes[name] = definition;
}

function addIamScheme(body: Draft): void {
  if (own(body[SCHEMES], 'AWS_IAM') !== undefined) return;
  addScheme(body, 'AWS_IAM', { 'x-amazon-apigateway-authtype': 'awsSigv4', 'type': 'apiKey', 'name': 'Authorization', 'in': 'header' });
}

function addApiKeyScheme(body: Draft): void {
  if (own(body[SCHEMES], 'api_key') === undefined) addScheme(body, 'api_key', { type: 'apiKey', name: 'x-api-key', in: 'header' });
}

function methodsOf(body: Draft): { name: string; definition: Draft }[] {
  return pathsOf(body).flatMap((path) => integratedMethods(body, path));
}

function scheme(name: string, scopes: unknown): Draft {
  return emptyDraft({ [name]: scopes });
}

export function securityOf({ security }: Draft): Draft[] {
  return Array.isArray(security) ? security.filter(isObject) : [];
}

/** As OpenAPI 3 has it: schemes and models are components. */
export function toOpenApi3(body: Draft): void {
  for (const [from, to] of [[SCHEMES, 'securitySchemes'], ['definitions', 'schemas']] as const) {
    if (!isGiven(body[from])) continue;
    const components = mapIn(body, 'components');
    if (!components) continue;
    components[to] = objectOrEmpty(body[from]);
    delete body[from];
  }
}
