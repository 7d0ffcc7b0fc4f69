import type { JudgedHere, Place } from './places';
import { Expression, TemplateResource, textOf } from '../../model';
import { Beside, least, most } from '../../model/beside';
import { resourceOf, saysTrue } from '../../model/judge';

const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const HAS_WEB_ACL = 'ZT-CLOUDFRONT-003';
const STAGES = 'AWS::ApiGateway::Stage';
const MAPPINGS = ['AWS::ApiGateway::BasePathMapping', 'AWS::ApiGateway::BasePathMappingV2', 'AWS::ApiGatewayV2::ApiMapping', 'AWS::ApiGatewayV2::RoutingRule'];
const INVOKES = /^(?:\*|lambda:\*|lambda:Invoke(?:\*|Function(?:Url)?))$/i;
const HEADER = /^(?:\$request|method\.request)\.header\.(.+)$/;

/**
 * Where a web ACL of a route is: its own, or that of a distribution in front of it. One in front protects what is reached through it alone: its web ACL is
 * no mitigation where the origin has a public endpoint of its own, and is not known to be one where what keeps others out is not in the template.
 */
export function firewallPlace(element: TemplateResource): Place {
  const api = resourceOf(element.at('RestApiId').value) ?? resourceOf(element.at('ApiId').value) ?? element;
  if (api.type === DISTRIBUTION) return { resources: [api] };
  const own = [api, ...api.referrers().filter(({ type }) => type !== DISTRIBUTION)];
  // a web ACL of their own inspects what comes by every way
  if (api.type === 'AWS::AppSync::GraphQLApi' || own.some(({ type }) => type === STAGES)) return { resources: own };
  const seen = api.stack.model.worlds.explore(() => {
    const distributions = api.exists() ? distributionsOf(api) : [];
    return { distributions, beside: distributions.length > 0 ? isReachable(api, element, distributions) : 'no' as const };
  });
  const beside = seen ? most(...seen.map((world) => world.beside)) : 'maybe';
  const judged: JudgedHere[] = beside === 'no' ? [] : [{ rule: HAS_WEB_ACL, verdict: beside === 'yes' ? 'fail' : 'unknown', where: `${api.name}, which is reached beside its distribution` }];
  return { resources: [...new Set([...own, ...(seen ?? []).flatMap(({ distributions }) => distributions)])], judged };
}

/** The distributions that have it as an origin, by its name or a name of its own. */
function distributionsOf(api: TemplateResource): TemplateResource[] {
  const domains = domainsOf(api).flatMap((domain) => domain ?? []);
  const names = domains.flatMap((domain) => textOf(domain.at('DomainName').value) ?? []);
  const leads = (origin: Expression, distribution: TemplateResource) => {
    const { value } = origin.at('DomainName');
    if (value.kind === 'reference') return value.targets.some(({ resource }) => resource === api || domains.includes(resource));
    // of a function URL the name is cut out of the URL, which only deployment can do
    return value.kind === 'unknown' ? api.stack.model.referrers(api).includes(distribution) : names.includes(textOf(value) ?? '');
  };
  return api.stack.model.ofType(DISTRIBUTION).filter((one) => one.exists() && originsOf(one).some((origin) => leads(origin, one)));
}

function originsOf(distribution: TemplateResource): Expression[] {
  return distribution.at('DistributionConfig', 'Origins').items();
}

/** Whether others than its distributions reach it. */
function isReachable(api: TemplateResource, element: TemplateResource, distributions: readonly TemplateResource[]): Beside {
  if (api.type === 'AWS::Lambda::Url') return isUrlReachable(api, distributions);
  const headers = distributions.flatMap(originsOf).flatMap((origin) => origin.at('OriginCustomHeaders').items());
  if (api.type === 'AWS::ElasticLoadBalancingV2::LoadBalancer') return isBalancerReachable(api, headers);
  // an authorizer that asks for the header keeps others out where it knows the value, which is in its code
  return asksForHeader(element, headers) ? least('maybe', isApiReachable(api)) : isApiReachable(api);
}

/** By its execute-api endpoint, or a domain name of its own. Names of HTTP APIs are public, whatever is in front of them. */
function isApiReachable(api: TemplateResource): Beside {
  const types = api.at('EndpointConfiguration', 'Types').items();
  if (types.length > 0 && types.every(({ value }) => textOf(value) === 'PRIVATE')) return 'no';
  const settings = [api.at('DisableExecuteApiEndpoint'), api.at('Body', 'x-amazon-apigateway-endpoint-configuration', 'disableExecuteApiEndpoint')];
  const endpoint = least(...settings.map(({ value }): Beside => (value.kind !== 'known' ? 'maybe' : saysTrue(value.value) ? 'no' : 'yes')));
  return most(endpoint, ...domainsOf(api).map((domain): Beside => {
    // who has a certificate that it takes is in its truststore
    const certificates = domain?.at('MutualTlsAuthentication', 'TruststoreUri');
    return certificates?.isAbsent ? 'yes' : 'maybe';
  }));
}

/** `undefined` for one that is in no template. */
function domainsOf(api: TemplateResource): (TemplateResource | undefined)[] {
  return api.referrers(...MAPPINGS).map((mapping) => ['DomainName', 'DomainNameArn'].map((name) => resourceOf(mapping.at(name).value)).find((one) => one));
}

function asksForHeader(element: TemplateResource, headers: readonly Expression[]): boolean {
  const authorizer = resourceOf(element.at('AuthorizerId').value);
  if (!authorizer || ![authorizer.at('AuthorizerType'), authorizer.at('Type')].some(({ value }) => textOf(value) === 'REQUEST')) return false;
  const sources = authorizer.at('IdentitySource').items().flatMap(({ value }) => (textOf(value) ?? '').split(','));
  const asked = sources.flatMap((source) => HEADER.exec(source.trim())?.[1].toLowerCase() ?? []);
  return headers.some((header) => asked.includes(nameOf(header.at('HeaderName'))));
}

function nameOf({ value }: Expression): string {
  return (textOf(value) ?? '').toLowerCase();
}

/** Without IAM anybody calls a function URL; with it, whom the policy of the function names. */
function isUrlReachable(url: TemplateResource, distributions: readonly TemplateResource[]): Beside {
  const authentication = url.at('AuthType').value;
  if (authentication.kind !== 'known') return 'maybe';
  if (textOf(authentication) !== 'AWS_IAM') return 'yes';
  const named = resourceOf(url.at('TargetFunctionArn').value);
  const fn = named?.type === 'AWS::Lambda::Function' ? named : named && resourceOf(named.at('FunctionName').value);
  if (!named || !fn) return 'maybe';
  const permissions = [fn, named].flatMap((one) => one.referrers('AWS::Lambda::Permission').filter((permission) => resourceOf(permission.at('FunctionName').value) === one));
  return most(...[...new Set(permissions)].map((permission) => letsOthers(permission, distributions)));
}

function letsOthers(permission: TemplateResource, distributions: readonly TemplateResource[]): Beside {
  const [action, principal, source] = ['Action', 'Principal', 'SourceArn'].map((name) => permission.at(name));
  if (action.value.kind === 'known' && !INVOKES.test(textOf(action.value) ?? '')) return 'no';
  if (principal.value.kind === 'unknown') return 'maybe';
  const service = textOf(principal.value) ?? '';
  if (/^(?!cloudfront\.)[^:]+\.amazonaws\.com(?:\.cn)?$/.test(service)) return 'no'; // a service calls the function, and no URL
  if (!service.startsWith('cloudfront.')) return 'yes';
  const distribution = resourceOf(source.value);
  if (distribution) return distributions.includes(distribution) ? 'no' : 'yes';
  return source.isAbsent && permission.at('SourceAccount').isAbsent ? 'yes' : 'maybe';
}

/** An internal one is reached by a VPC origin; a public one by everybody, unless all that it forwards needs a header that the distribution sends. */
function isBalancerReachable(balancer: TemplateResource, headers: readonly Expression[]): Beside {
  const scheme = balancer.at('Scheme').value;
  if (scheme.kind !== 'known') return 'maybe';
  if (textOf(scheme) === 'internal') return 'no';
  const listeners = balancer.referrers('AWS::ElasticLoadBalancingV2::Listener').filter((one) => resourceOf(one.at('LoadBalancerArn').value) === balancer);
  if (listeners.length === 0) return 'maybe';
  return most(...listeners.flatMap((listener) => [
    forwards(listener.at('DefaultActions')),
    ...listener.referrers('AWS::ElasticLoadBalancingV2::ListenerRule').filter((rule) => resourceOf(rule.at('ListenerArn').value) === listener)
      .map((rule) => least(forwards(rule.at('Actions')), isWithout(rule.at('Conditions'), headers))),
  ]));
}

function forwards(actions: Expression): Beside {
  if (actions.value.kind !== 'known') return 'maybe';
  return most(...actions.items().map((action): Beside => {
    const { value } = action.at('Type');
    return value.kind !== 'known' ? 'maybe' : textOf(value) === 'forward' ? 'yes' : 'no';
  }));
}

/** Whether requests without the header of the distribution meet all conditions of a rule. */
function isWithout(conditions: Expression, headers: readonly Expression[]): Beside {
  if (conditions.value.kind !== 'known') return 'maybe';
  return least(...conditions.items().filter((condition) => textOf(condition.at('Field').value) === 'http-header').map((condition): Beside => {
    const sent = headers.filter((header) => nameOf(header.at('HeaderName')) === nameOf(condition.at('HttpHeaderConfig', 'HttpHeaderName')));
    if (sent.length === 0) return 'yes';
    const asked = condition.at('HttpHeaderConfig', 'Values').items().map(({ value }) => textOf(value));
    const isSame = asked.length > 0 && asked.every((text) => text !== undefined && !/[*?]/.test(text) && sent.some((header) => textOf(header.at('HeaderValue').value) === text));
    return isSame ? 'no' : 'maybe';
  }));
}
