import { isApiBody } from './api-body';
import type { ApiDraft } from './api-draft';
import { apiV2Domain } from './custom-domain';
import { mapIn } from './draft';
import { permitAuthorizer } from './events/permission';
import { compact, Draft, isGiven, isNoValue, pick, ref } from './intrinsics';
import { hashedId, isAlphanumeric } from './logical-ids';
import { addOpenApiCors, addOpenApiTags, addSecuritySchemes, setDefaultRouteAuthorizer } from './open-api';
import { disableEndpoint } from './rest-api';
import { definitionLocation } from './s3-location';
import { SamResource } from './sam-resource';
import { Translation } from './translation';
import { intrinsicOf, JsonObject, objectOrEmpty, own } from '../json';

const CREATED_BY = { 'httpapi:createdBy': 'SAM' };
const DEFAULT_STAGE = '$default';

/** An HTTP API with its stage, and what lets authorizers be called. */
export function translateHttpApi(t: Translation, { source, body }: ApiDraft): void {
  const { logicalId } = source;
  const authorizers = objectOrEmpty(own(source.get('Auth'), 'Authorizers'));
  const tags = { ...source.object('Tags'), ...CREATED_BY };
  if (body) complete(t, source, body, authorizers, tags);
  else t.unread.add('definition', logicalId);
  t.add(source, logicalId, 'AWS::ApiGatewayV2::Api', compact({
    ...body ? { Body: body } : { BodyS3Location: definitionLocation(source.get('DefinitionUri')) },
    FailOnWarnings: isGiven(source.get('FailOnWarnings')) ? source.get('FailOnWarnings') : undefined,
  }));
  const stageId = addStage(t, source, body ? tags : source.get('Tags'));
  for (const [name, authorizer] of Object.entries(authorizers)) {
    const { FunctionArn, EnableFunctionDefaultPermissions } = objectOrEmpty(authorizer);
    if (isGiven(FunctionArn) && EnableFunctionDefaultPermissions === true) permitAuthorizer(t, source, `${logicalId}${name}AuthorizerPermission`, FunctionArn);
  }
  apiV2Domain(t, source, stageId, body ? tags : CREATED_BY);
  t.attributes.set(`${logicalId}.Stage`, stageId);
}

function addStage(t: Translation, source: SamResource, Tags: unknown): string {
  const name = isGiven(source.get('StageName')) ? source.get('StageName') : DEFAULT_STAGE;
  const prefix = typeof name === 'string' ? name : '';
  const id = prefix === DEFAULT_STAGE ? `${source.logicalId}ApiGatewayDefaultStage`
    : isAlphanumeric(prefix) ? `${source.logicalId}${prefix}Stage` : hashedId(`${source.logicalId}Stage`, prefix);
  t.add(source, id, 'AWS::ApiGatewayV2::Stage', compact({
    ApiId: ref(source.logicalId),
    StageName: name,
    ...pick(source.properties, 'StageVariables', 'AccessLogSettings', 'DefaultRouteSettings'),
    RouteSettings: routeSettings(t, source),
    AutoDeploy: true,
    Tags,
  }));
  return id;
}

/** Of the API, and of the events that have their own. */
function routeSettings(t: Translation, source: SamResource): Draft | undefined {
  const all = new Map(Object.entries(source.object('RouteSettings')));
  for (const [route, settings] of t.routeSettings.get(source.logicalId) ?? []) {
    all.set(route, { ...objectOrEmpty(all.get(route)), ...objectOrEmpty(settings) });
  }
  return all.size > 0 ? Object.fromEntries(all) : undefined;
}

function complete(t: Translation, source: SamResource, body: Draft, authorizers: JsonObject, tags: JsonObject): void {
  const { logicalId } = source;
  if (!isApiBody(body)) {
    const asked = ['Auth', 'CorsConfiguration', 'DisableExecuteApiEndpoint'].filter((name) => source.get(name) !== undefined);
    for (const name of asked) t.unread.add('property', `${logicalId}.${name}`);
    if (intrinsicOf(body)) t.unread.add('definition', logicalId);
    return;
  }
  if (isGiven(source.get('CorsConfiguration'))) addOpenApiCors(body, source.get('CorsConfiguration'));
  const { DefaultAuthorizer, EnableIamAuthorizer } = t.map(source, 'Auth');
  addSecuritySchemes(body, authorizers, EnableIamAuthorizer === true);
  if (isGiven(DefaultAuthorizer) && !isNoValue(DefaultAuthorizer)) {
    const name = t.literal(DefaultAuthorizer);
    if (typeof name === 'string') setDefaultRouteAuthorizer(body, name, authorizers);
    else t.unread.add('property', `${logicalId}.Auth.DefaultAuthorizer`);
  }
  addOpenApiTags(body, tags);
  if (source.get('DisableExecuteApiEndpoint') !== undefined) disableEndpoint(body, source.get('DisableExecuteApiEndpoint'));
  const named = compact({ title: source.get('Name'), description: source.get('Description') });
  if (isGiven(named)) Object.assign(mapIn(body, 'info') ?? {}, named);
}
