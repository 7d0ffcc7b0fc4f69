import type { FunctionEvent } from './event';
import { permit } from './permission';
import { JsonObject, objectOrEmpty, own } from '../../json';
import { INTEGRATION, integrate, pathPattern } from '../api-body';
import type { ApiDraft } from '../api-draft';
import { apiOf, routeOf } from '../implicit-apis';
import { compact, Draft, isGiven, listOf, logicalIdOf, onlyIf, sub } from '../intrinsics';
import { addResourcePolicy, addStatements } from '../rest-api-policy';
import { setMethodSecurity } from '../rest-api-security';
import { Translation } from '../translation';

const CALLER = 'arn:aws:iam::*:user/*';

/** A method of a REST API that calls the function. */
export function apiEvent(event: FunctionEvent): void {
  const { t, target, id, place, properties } = event;
  const { id: apiId, name } = apiOf('Api', properties);
  const route = routeOf('Api', properties);
  if (!route) return t.unread.add('property', place);
  const api = t.apis.get(apiId ?? '');
  permit(t, target, id, {
    principal: 'apigateway.amazonaws.com',
    sourceArn: sub(`arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/\${__Stage__}/${methodPattern(route.method)}${pathPattern(route.path)}`, {
      __ApiId__: name, __Stage__: '*',
    }),
  }, stageSuffix(t, apiId));
  if (!api?.editable) return apiId !== undefined && t.sam.has(apiId) && !api?.body ? t.unread.add('definition', apiId) : undefined;
  const auth = objectOrEmpty(properties.Auth);
  if (api.managed || api.source.get('MergeDefinitions') === true) {
    const added = integrate(api.editable, route.path, route.method, integrationOf(event, api), {}, target.source.condition);
    for (const definition of added) request(definition, properties);
    secureMethod(t, api, route, auth);
  } else if (isGiven(auth.OverrideApiAuth)) {
    secureMethod(t, api, route, auth);
  }
}

function methodPattern(method: string): string {
  return method.toLowerCase() === 'any' ? '*' : method.toUpperCase();
}

/** Permissions are called after the stage of the API. */
export function stageSuffix(t: Translation, apiId: string | undefined): string {
  if (apiId === undefined) return 'AllStages';
  const stage = t.apis.get(apiId)?.source.get('StageName') ?? own(own(t.resources.get(apiId), 'Properties'), 'StageName');
  return typeof stage === 'string' && stage !== '' ? stage : 'Stage';
}

/** How API Gateway calls a function: through what its ARN names. */
export function integrationUri(arn: object, partition: string, path = '2015-03-31/functions', end = 'invocations'): object {
  const id = logicalIdOf(arn);
  return sub(`arn:${partition}:apigateway:\${AWS::Region}:lambda:path/${path}/\${${own(arn, 'Ref') === undefined ? `${id}.Arn` : id}}/${end}`);
}

function integrationOf({ target, properties: { ResponseTransferMode: mode, Auth, TimeoutInMillis } }: FunctionEvent, { source }: ApiDraft): Draft {
  const streamed = mode === 'RESPONSE_STREAM';
  const uri = integrationUri(target.arn, 'aws', ...streamed ? ['2021-11-15/functions', 'response-streaming-invocations'] as const : []);
  return compact({
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: onlyIf(target.source.condition, uri),
    responseTransferMode: streamed ? 'STREAM' : undefined,
    credentials: credentials(objectOrEmpty(Auth), source.object('Auth')),
    timeoutInMillis: isGiven(TimeoutInMillis) ? TimeoutInMillis : undefined,
  });
}

/** Methods that IAM authorizes call the function as the caller does, unless told otherwise. */
function credentials(method: JsonObject, api: JsonObject): unknown {
  if (method.Authorizer !== 'AWS_IAM' && (api.DefaultAuthorizer !== 'AWS_IAM' || isGiven(method))) return undefined;
  const role = 'InvokeRole' in method ? method.InvokeRole ?? 'NONE' : 'InvokeRole' in api ? api.InvokeRole ?? 'NONE' : undefined;
  if (role === 'NONE') return undefined;
  return isGiven(role) && role !== 'CALLER_CREDENTIALS' ? role : CALLER;
}

/** What an event says of who may call its method. */
export function secureMethod(t: Translation, api: ApiDraft, { path, method }: { path: string; method: string }, auth: JsonObject): void {
  const body = api.editable!;
  setMethodSecurity(body, path, method, auth, objectOrEmpty(own(api.source.get('Auth'), 'Authorizers')));
  const policy = objectOrEmpty(auth.ResourcePolicy);
  if (isGiven(policy)) addResourcePolicy(body, path, stageSuffix(t, api.source.logicalId), policy);
  addStatements(body, listOf(policy.CustomStatements));
}

function request(definition: Draft, { RequestModel, RequestParameters }: JsonObject): void {
  const model = own(RequestModel, 'Model');
  if (typeof model === 'string') {
    const schema = { $ref: `#/definitions/${model.toLowerCase()}` };
    definition.parameters = [...listOf(definition.parameters), compact({ in: 'body', name: model.toLowerCase(), schema, required: own(RequestModel, 'Required') })];
    const [body, parameters] = [own(RequestModel, 'ValidateBody') === true, own(RequestModel, 'ValidateParameters') === true];
    if (body || parameters) definition['x-amazon-apigateway-request-validator'] = body && parameters ? 'body-and-params' : body ? 'body-only' : 'params-only';
  }
  const asked = listOf(RequestParameters).flatMap((one): [string, unknown][] => (typeof one === 'string' ? [[one, {}]] : Object.entries(objectOrEmpty(one))));
  for (const [key, settings] of asked) {
    const [, kind, name] = /^method\.request\.(querystring|path|header)\.(.+)$/.exec(key) ?? [];
    if (kind === undefined) continue;
    const required = own(settings, 'Required') ?? false;
    definition.parameters = [...listOf(definition.parameters), { in: kind === 'querystring' ? 'query' : kind, name, required, type: 'string' }];
    if (own(settings, 'Caching') === true) {
      const integration = definition[INTEGRATION] as Draft;
      integration.cacheKeyParameters = [...listOf(integration.cacheKeyParameters), key];
    }
  }
}
