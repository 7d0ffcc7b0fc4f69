import { HTTP_API, REST_API } from './api-draft';
import { translateApplication } from './application';
import { translateCapacityProvider } from './capacity-provider';
import { embeddedConnectors, translateConnector } from './connectors';
import { DeploymentPreferences } from './deployment-preferences';
import { translateFunction } from './function';
import { Globals } from './globals';
import { translateGraphQlApi } from './graphql-api';
import { translateHttpApi } from './http-api';
import { draftApis } from './implicit-apis';
import { textOf } from './intrinsics';
import { translateLayerVersion } from './layer-version';
import { PROPERTIES } from './properties';
import { References } from './references';
import { translateRestApi } from './rest-api';
import { SamResource } from './sam-resource';
import { translateSimpleTable } from './simple-table';
import { translateStateMachine } from './state-machine';
import { Translation } from './translation';
import { UsagePlans } from './usage-plans';
import { translateWebSocketApi } from './websocket-api';
import { isObject, JsonObject, objectOrEmpty, own } from '../json';

const PREFIX = 'AWS::Serverless::';

/** A SAM template as the plain CloudFormation that it deploys. */
export interface TranslatedSam {
  readonly template: JsonObject;
  /** The resource of the SAM template behind each resource that SAM adds, by logical id. */
  readonly declaredAs: ReadonlyMap<string, string>;
  /** What could not be translated: sentences. */
  readonly notJudged: string[];
}

const translated = new WeakMap<JsonObject, TranslatedSam>();

/**
 * Translates `AWS::Serverless-2016-10-31` as AWS does, with the logical ids that AWS gives. A template without resources of SAM stays as it
 * is. Takes any input: what it does not understand is told in `notJudged`.
 *
 * Parameters stay references where the translator of AWS fills in their values, unless a name or a choice depends on them: then their defaults
 * count. Managed policies and ARNs of APIs are those of the partition `aws`.
 */
export function translateSam(template: JsonObject): TranslatedSam {
  const known = translated.get(template);
  if (known) return known;
  const result = usesSam(template) ? translate(template) : { template, declaredAs: new Map(), notJudged: [] };
  translated.set(template, result);
  return result;
}

function usesSam({ Resources }: JsonObject): boolean {
  return Object.values(objectOrEmpty(Resources)).some((resource) => textOf(own(resource, 'Type')).startsWith(PREFIX) || isObject(own(resource, 'Connectors')));
}

function translate(template: JsonObject): TranslatedSam {
  const resources = Object.entries(objectOrEmpty(template.Resources));
  const globals = new Globals(template.Globals);
  const sam = new Map<string, SamResource>();
  const t = new Translation(template, sam);
  for (const [logicalId, resource] of resources) {
    const type = textOf(own(resource, 'Type'));
    const properties = isObject(resource) && type.startsWith(PREFIX) ? globals.merge(type, resource) : {};
    if (!properties) t.unread.add('size', logicalId);
    if (isObject(resource) && properties && own(PROPERTIES, type)) sam.set(logicalId, new SamResource(logicalId, type, properties, resource));
    else t.resources.set(logicalId, withoutConnectors(resource) as JsonObject);
  }
  for (const source of sam.values()) reportUnknown(t, source);
  translateAll(t, (type, json) => globals.merge(type, json) ?? objectOrEmpty(json.Properties), resources);
  const references = new References(t.attributes, t.renamed);
  const { Transform, Globals: _, ...rest } = template;
  const others = Object.entries(rest).map(([section, json]) => [section, section === 'Resources' ? json : references.resolve(json)]);
  return {
    template: {
      ...Object.fromEntries(others),
      Conditions: Object.fromEntries(t.conditions),
      Resources: Object.fromEntries([...t.resources].map(([logicalId, resource]) => [logicalId, references.resolve(resource)])),
    },
    declaredAs: t.declaredAs,
    notJudged: t.unread.sentences,
  };
}

function translateAll(t: Translation, merged: (type: string, json: JsonObject) => JsonObject, resources: [string, unknown][]): void {
  const deployments = new DeploymentPreferences(t);
  const usagePlans = new UsagePlans(t);
  const ofType = (type: string) => [...t.sam.values()].filter((source) => source.type === `${PREFIX}${type}`);
  draftApis(t, merged);
  for (const source of ofType('Function')) translateFunction(t, source, deployments);
  for (const source of ofType('StateMachine')) translateStateMachine(t, source);
  for (const api of t.apis.values()) {
    if (api.source.type === REST_API) translateRestApi(t, api, usagePlans);
    else if (api.source.type === HTTP_API) translateHttpApi(t, api);
  }
  for (const source of ofType('SimpleTable')) translateSimpleTable(t, source);
  for (const source of ofType('LayerVersion')) translateLayerVersion(t, source);
  for (const source of ofType('Application')) translateApplication(t, source);
  for (const source of ofType('WebSocketApi')) translateWebSocketApi(t, source);
  for (const source of ofType('CapacityProvider')) translateCapacityProvider(t, source);
  for (const source of ofType('GraphQLApi')) translateGraphQlApi(t, source);
  deployments.finish();
  usagePlans.finish();
  for (const source of ofType('Connector')) translateConnector(t, source);
  for (const [logicalId, resource] of resources) for (const connector of embeddedConnectors(logicalId, resource)) translateConnector(t, connector);
}

/** The connectors of a resource are resources of their own. */
function withoutConnectors(resource: unknown): unknown {
  if (!isObject(resource) || !isObject(resource.Connectors)) return resource;
  const { Connectors, ...rest } = resource;
  return rest;
}

function reportUnknown(t: Translation, { logicalId, type, properties }: SamResource): void {
  for (const name of Object.keys(properties)) if (!PROPERTIES[type].includes(name)) t.unread.add('property', `${logicalId}.${name}`);
}
