import { ANY_METHOD, methodName } from './api-body';
import { ApiDraft, DEFAULT_ROUTE, HTTP_API, REST_API } from './api-draft';
import { isGiven, ref } from './intrinsics';
import { SamResource } from './sam-resource';
import type { Translation } from './translation';
import { isObject, JsonObject, objectOrEmpty, own } from '../json';

const KINDS = {
  Api: { id: 'ServerlessRestApi', key: 'RestApiId', type: REST_API, properties: { StageName: 'Prod' } },
  HttpApi: { id: 'ServerlessHttpApi', key: 'ApiId', type: HTTP_API, properties: {} },
} as const;

/** The API that an event is for: the one that it names, or the one that SAM makes. `name` is how permissions call it. */
export function apiOf(kind: keyof typeof KINDS, properties: JsonObject): { id?: string; name: unknown } {
  const given = properties[KINDS[kind].key];
  if (!isGiven(given)) return { id: KINDS[kind].id, name: ref(KINDS[kind].id) };
  const id = own(given, 'Ref') ?? given;
  return { id: typeof id === 'string' ? id : undefined, name: given };
}

/** API Gateway takes no other. */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', ANY_METHOD];

/** Path and method of an event; without any, all of an HTTP API. */
export function routeOf(kind: keyof typeof KINDS, { Path, Method }: JsonObject): { path: string; method: string } | undefined {
  if (kind === 'HttpApi' && !isGiven(Path) && !isGiven(Method)) return DEFAULT_ROUTE;
  return typeof Path === 'string' && typeof Method === 'string' && METHODS.includes(methodName(Method)) ? { path: Path, method: Method } : undefined;
}


/** Drafts of all APIs, with the paths that events add: those of the template, and those that SAM makes for events that name none. */
export function draftApis(t: Translation, merged: (type: string, json: JsonObject) => JsonObject): void {
  for (const source of t.sam.values()) {
    if (source.type === REST_API || source.type === HTTP_API) t.apis.set(source.logicalId, new ApiDraft(source));
  }
  for (const kind of ['Api', 'HttpApi'] as const) addImplied(t, kind, merged);
  const callers = [...t.sam.values()].filter(({ type }) => type === 'AWS::Serverless::Function' || type === 'AWS::Serverless::StateMachine');
  for (const source of callers) for (const { kind, properties } of apiEvents(source)) announce(t, source, kind, properties);
  for (const api of t.apis.values()) api.makePathsConditional(t);
}

function announce(t: Translation, { condition }: SamResource, kind: keyof typeof KINDS, properties: JsonObject): void {
  const api = t.apis.get(apiOf(kind, properties).id ?? '');
  const route = routeOf(kind, properties);
  if (api && route && api.source.type === KINDS[kind].type) api.announce(route.path, route.method, condition);
}

function addImplied(t: Translation, kind: keyof typeof KINDS, merged: (type: string, json: JsonObject) => JsonObject): void {
  const { id, type, properties } = KINDS[kind];
  const implies = (event: ApiEvent) => event.kind === kind && apiOf(kind, event.properties).id === id;
  const by = [...t.sam.values()].filter((source) => apiEvents(source).some(implies));
  if (by.length === 0) return;
  t.replace(id); // what the template calls so does not deploy
  const conditions = [...new Set(by.map(({ condition }) => condition))];
  const named = conditions.filter((condition) => condition !== undefined);
  const json = {
    Properties: { ...properties, ...tagsOf(by) },
    Condition: named.length === conditions.length ? t.anyOf(`${id}Condition`, named) : undefined,
    ...strongest(by, 'DeletionPolicy', ['Retain', 'Delete']),
    ...strongest(by, 'UpdateReplacePolicy', ['Retain', 'Snapshot', 'Delete']),
  };
  t.apis.set(id, new ApiDraft(new SamResource(id, type, merged(type, json), json, by[0].logicalId)));
}

function tagsOf(by: SamResource[]): object {
  const Tags = Object.fromEntries(by.filter((source) => source.get('PropagateTags') === true).flatMap((source) => Object.entries(source.object('Tags'))));
  return isGiven(Tags) ? { Tags, PropagateTags: true } : {};
}

function strongest(by: SamResource[], attribute: string, order: string[]): object {
  const found = order.find((policy) => by.some(({ attributes }) => attributes[attribute] === policy));
  return found === undefined ? {} : { [attribute]: found };
}

interface ApiEvent {
  readonly kind: keyof typeof KINDS;
  readonly properties: JsonObject;
}

function apiEvents(source: SamResource): ApiEvent[] {
  return Object.values(source.object('Events')).flatMap((event) => {
    const kind = own(event, 'Type');
    const properties = own(event, 'Properties');
    if (kind !== 'Api' && kind !== 'HttpApi') return [];
    return isObject(properties) || kind === 'HttpApi' ? [{ kind, properties: objectOrEmpty(properties) }] : [];
  });
}
