import { uncachedAttributes } from './cedar-cache';
import { TemplateResource, textOf } from '../../model';
import { decide, every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** What names the route that a decision is for; either set is enough. */
const ROUTE_SOURCES = [
  ['context.httpmethod', 'context.path'], ['context.httpmethod', 'context.resourcepath'], ['context.httpmethod', 'context.resourceid'], ['context.routekey'],
];

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-012',
  title: 'API Gateway Lambda authorizer caching is disabled, or keyed on caller, route and Cedar context',
  severity: 'medium',
  types: ['AWS::ApiGateway::Authorizer', 'AWS::ApiGatewayV2::Authorizer'],
  rationale: 'A cached policy that is keyed on the token alone authorizes one route because another one was allowed, and outlives a change of permissions. '
    + 'Policies that ask for an address or a country decide once for all of them.',
  remediation: 'Set AuthorizerResultTtlInSeconds 0, or type REQUEST with the method and path (the route key for HTTP APIs) in IdentitySource, and what the context of the Cedar schema holds.',
  check(authorizer) {
    const type = textOf(authorizer.at('Type').value) ?? textOf(authorizer.at('AuthorizerType').value);
    if (type === 'COGNITO_USER_POOLS' || type === 'JWT') return pass(`${type}: each token is validated`);
    // REST APIs keep decisions for five minutes when nothing is said, HTTP APIs do not keep them
    const byDefault = authorizer.type === 'AWS::ApiGateway::Authorizer' ? 300 : 0;
    const kept = decide(authorizer.at('AuthorizerResultTtlInSeconds'), 'it caches decisions', (ttl) => Number(ttl ?? byDefault) === 0);
    return kept.verdict === 'fail' ? keyed(authorizer, type) : kept;
  },
};

function keyed(authorizer: TemplateResource, type?: string): RuleResult {
  if (type !== 'REQUEST') return fail('it caches decisions by the token alone, for every route', type);
  const sources = authorizer.at('IdentitySource').items()
    .flatMap((source) => (textOf(source.value) ?? '').split(',')).map((source) => source.trim().replace(/^\$/, '').toLowerCase());
  const byRoute = ROUTE_SOURCES.some((set) => set.every((source) => sources.includes(source)));
  const byCaller = sources.some((source) => /^(method\.)?request\./.test(source) || source.startsWith('context.identity.'));
  const forgotten = uncachedAttributes(authorizer, sources);
  return every(
    byRoute ? pass() : fail('it caches decisions that are not keyed on the route', sources.join(', ')),
    byCaller ? pass() : fail('it caches decisions that are not keyed on the caller', sources.join(', ')),
    forgotten === undefined ? unknown('whether its cache is keyed on what the Cedar schema uses is not known before deployment')
      : forgotten.length === 0 ? pass() : fail('it caches decisions that are not keyed on everything that the Cedar schema uses', forgotten.join(', ')),
  );
}
