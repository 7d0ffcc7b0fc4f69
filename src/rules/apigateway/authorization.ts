import { isPrivate, partsOf, resourcePoliciesOf } from './endpoints';
import { describe, Expression, TemplateResource, textOf } from '../../model';
import { every, fail, isOneOf, isPresent, isThere, pass, resourceOf, saysTrue, unknown } from '../../model/judge';
import { readAll } from '../../model/resource-policies';
import { isOpenToAnyone } from '../open-statements';
import type { RuleResult } from '../rule';

const VERBS = ['delete', 'get', 'head', 'patch', 'post', 'put', 'x-amazon-apigateway-any-method'];
/** How a type is mapped to a domain, and which property names the domain. */
const MAPPINGS: Record<string, [mapping: string, domain: string]> = {
  'AWS::ApiGateway::RestApi': ['AWS::ApiGateway::BasePathMapping', 'AWS::ApiGateway::DomainName'],
  'AWS::ApiGatewayV2::Api': ['AWS::ApiGatewayV2::ApiMapping', 'AWS::ApiGatewayV2::DomainName'],
};

/**
 * Whether an API is not for everyone by other means than authorization: it is reached through VPC endpoints only, or its resource policy
 * names who or from where.
 */
export function isLimited(api: TemplateResource): boolean {
  if (api.type !== 'AWS::ApiGateway::RestApi') return false;
  if (isPrivate(api)) return true;
  const attached = readAll(resourcePoliciesOf(api));
  return attached.statements.some(({ allows }) => allows) && isOpenToAnyone(attached).verdict === 'pass';
}

/** The API of a method or route, where it is in the templates. */
export function apiOf(method: TemplateResource): TemplateResource | undefined {
  return resourceOf(method.at(method.type === 'AWS::ApiGateway::Method' ? 'RestApiId' : 'ApiId').value, 'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api');
}

/** Whether the only way to an API is a domain that takes no connection without a certificate of the client. `undefined` where a trust store is not known. */
export function requiresClientCertificates(api: TemplateResource): boolean | undefined {
  const [mapping, type] = MAPPINGS[api.type];
  if (!saysTrue(textOf(api.at('DisableExecuteApiEndpoint').value))) return false;
  const stores = partsOf(api, mapping).map((part) => domainAt(part.at('DomainName'), type)?.at('MutualTlsAuthentication', 'TruststoreUri'));
  if (stores.length === 0 || stores.some((store) => store === undefined || (store.value.kind !== 'unknown' && !isThere(store)))) return false;
  return stores.every((store) => store !== undefined && isThere(store)) || undefined;
}

/** The verdict on an API that may ask for certificates of clients instead of authorization. */
export function byCertificates(api: TemplateResource, otherwise: () => RuleResult): RuleResult {
  const required = requiresClientCertificates(api);
  if (required) return pass('mutual TLS');
  const result = otherwise();
  return required === undefined && result.verdict === 'fail' ? unknown('whether its domain requires client certificates is not known before deployment', result.value) : result;
}

/** The domain that a mapping refers to, or that has the same parameter or text for its name. */
function domainAt(name: Expression, type: string): TemplateResource | undefined {
  const [{ openParameter }, text] = [name, textOf(name.value)];
  return resourceOf(name.value, type) ?? name.stack.model.ofType(type).find((domain) => {
    const own = domain.at('DomainName');
    if (!domain.exists() || domain.stack !== name.stack) return false;
    return openParameter === undefined ? text !== undefined && own.value.kind === 'known' && textOf(own.value) === text : own.openParameter?.name === openParameter.name;
  });
}

/** Whether a method or a route asks who calls. */
export function requiresAuthorization(method: TemplateResource): RuleResult {
  const verb = method.type === 'AWS::ApiGateway::Method' ? method.at('HttpMethod') : method.at('RouteKey');
  if (/^OPTIONS( |$)/.test(textOf(verb.value) ?? '')) return pass('OPTIONS');
  const socket = resourceOf(method.at('ApiId').value, 'AWS::ApiGatewayV2::Api');
  if (socket && textOf(socket.at('ProtocolType').value) === 'WEBSOCKET' && textOf(verb.value) !== '$connect') return isAskedAtConnect(socket);
  return every(
    isOneOf(method.at('AuthorizationType'), ['AWS_IAM', 'COGNITO_USER_POOLS', 'CUSTOM', 'JWT'], 'it requires no authorization'),
    authorizer(method),
  );
}

/** A WebSocket API asks when the connection is made; its other routes cannot have an authorizer. */
function isAskedAtConnect(api: TemplateResource): RuleResult {
  const hasConnect = partsOf(api, 'AWS::ApiGatewayV2::Route').some((route) => textOf(route.at('RouteKey').value) === '$connect');
  return hasConnect ? pass('$connect requires authorization') : fail('it has no $connect route, so connections require no authorization', 'no route $connect');
}

function authorizer(method: TemplateResource): RuleResult {
  switch (textOf(method.at('AuthorizationType').value)) {
    case 'COGNITO_USER_POOLS':
    case 'JWT':
    case 'CUSTOM': return isPresent(method.at('AuthorizerId'), 'it has no authorizer');
    default: return pass();
  }
}

/** Whether each operation of an API that a document describes asks who calls. */
export function operationsRequireAuthorization(api: TemplateResource): RuleResult {
  const body = api.at('Body');
  return every(
    api.at('Target').isAbsent ? pass() : fail('its quick create route requires no authorization', describe(api.at('Target').value)),
    api.at('BodyS3Location').isAbsent ? pass() : unknown('its operations are in S3, so their authorization cannot be checked', describe(api.at('BodyS3Location').value)),
    body.isAbsent ? pass('no document') : document(body),
  );
}

function document(body: Expression): RuleResult {
  if (body.value.kind !== 'known' || typeof body.value.value !== 'object') return unknown('its operations are not known before deployment', describe(body.value));
  const paths = body.at('paths').entries();
  if (body.at('paths').value.kind === 'unknown') return unknown('its operations are not known before deployment');
  return every(pass(`${paths.length} paths`), ...paths.flatMap(([path, item]) => (item.value.kind !== 'known'
    ? [unknown(`the operations of ${path} are not known before deployment`, describe(item.value))]
    : item.entries().filter(([verb]) => VERBS.includes(verb.toLowerCase())).map(([verb, operation]) => asksWho(body, operation, `${verb} ${path}`)))));
}

/** An operation's own requirements take the place of the document's; alternatives are as weak as the weakest of them. */
function asksWho(body: Expression, operation: Expression, name: string): RuleResult {
  const open = `${name} requires no authorization`;
  if (textOf(operation.at('x-amazon-apigateway-auth', 'type').value)?.toUpperCase() === 'AWS_IAM') return pass();
  const security = operation.at('security').isAbsent ? body.at('security') : operation.at('security');
  if (security.value.kind === 'unknown') return unknown(`${open}, or its security requirement is not known before deployment`);
  const alternatives = security.items();
  if (alternatives.length === 0) return fail(open, 'no security requirement');
  return every(...alternatives.map((alternative) => (alternative.entries().some(([scheme]) => authenticates(body, scheme))
    ? pass() : fail(open, describe(alternative.value)))));
}

function authenticates(body: Expression, name: string): boolean {
  const scheme = [body.at('components', 'securitySchemes', name), body.at('securityDefinitions', name)].find((one) => !one.isAbsent);
  if (!scheme) return false;
  const type = textOf(scheme.at('x-amazon-apigateway-authtype').value);
  return !scheme.at('x-amazon-apigateway-authorizer').isAbsent || type?.toLowerCase() === 'awssigv4';
}
