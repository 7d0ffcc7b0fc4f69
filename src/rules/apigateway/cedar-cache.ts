import { lastTargetOf, TemplateResource, textOf } from '../../model';
import { isObject, own } from '../../model/json';

const STORE = 'AWS::VerifiedPermissions::PolicyStore';
/** What a token or the route holds, on which the cache is keyed anyway, and the time, which bounds the cache. Each without `_` and in lower case. */
const KEYED = new Set([
  'subject', 'sub', 'user', 'userid', 'username', 'principal', 'clientid', 'tokenuse', 'token', 'scope', 'scopes', 'groups', 'roles', 'claims', 'posture', 'issuer', 'audience',
  'path', 'resourcepath', 'parameters', 'pathparameters', 'method', 'httpmethod', 'verb', 'route', 'routekey', 'time', 'now', 'datetime', 'timestamp', 'date', 'hour',
]);
/** What stands for an attribute in the identity source, when it is called otherwise there. */
const SOURCES: [RegExp, RegExp][] = [
  [/^(source|client|remote|caller|viewer)?ip(address)?$|^(source|client|remote|caller|viewer)address$/, /identity\.sourceip$|header\.(cloudfront-viewer-address|x-forwarded-for)$/],
  [/^(viewer|source|client)?country(code)?$/, /header\.cloudfront-viewer-country$/],
  [/certificate|^clientcert/, /identity\.clientcert\./],
  [/^(query|querystring|queryparameters|querystringparameters)$/, /\.querystring\./],
  [/^headers$/, /\.header\.(?!authorization$)/],
];

/**
 * The attributes of the context, in the Cedar schema of the store that an authorizer's function asks, on which its cache is not keyed.
 * `undefined` when the schema is not known before deployment.
 */
export function uncachedAttributes(authorizer: TemplateResource, sources: string[]): string[] | undefined {
  const store = functionOf(authorizer)?.at('Environment', 'Variables').entries().map(([, { value }]) => lastTargetOf(value)?.resource).find((one) => one?.type === STORE);
  if (!store) return [];
  const schema = store.at('Schema', 'CedarJson');
  if (schema.isAbsent) return [];
  const attributes = contextOf(schema.value.kind === 'unknown' ? undefined : textOf(schema.value));
  return attributes?.filter((name) => !isKeyed(name.toLowerCase().replace(/[_-]/g, ''), sources));
}

function functionOf(authorizer: TemplateResource): TemplateResource | undefined {
  const { value } = authorizer.at('AuthorizerUri');
  return value.kind === 'reference' ? value.targets.map(({ resource }) => resource).find(({ type }) => type === 'AWS::Lambda::Function') : undefined;
}

function isKeyed(name: string, sources: string[]): boolean {
  if (KEYED.has(name)) return true;
  const known = SOURCES.find(([attribute]) => attribute.test(name));
  return sources.some((source) => (known ? known[1].test(source) : (source.split('.').pop() ?? '').replace(/[_-]/g, '') === name));
}

/** The names of the context's attributes, over all actions. */
function contextOf(text?: string): string[] | undefined {
  try {
    const namespaces = Object.values(JSON.parse(text ?? '') as object);
    const actions = namespaces.flatMap((namespace) => Object.values(own(namespace, 'actions') ?? {}));
    return [...new Set(actions.flatMap((action) => {
      const attributes = own(own(own(action, 'appliesTo'), 'context'), 'attributes');
      return isObject(attributes) ? Object.keys(attributes) : [];
    }))];
  } catch {
    return undefined;
  }
}
