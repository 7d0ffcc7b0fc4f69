import { TemplateResource, textOf } from '../../model';
import { decide, every, fail, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** What names the route that a decision is for; either set is enough. */
const ROUTE_SOURCES = [
  ['context.httpmethod', 'context.path'], ['context.httpmethod', 'context.resourcepath'], ['context.httpmethod', 'context.resourceid'], ['context.routekey'],
];

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-012',
  title: 'API Gateway Lambda authorizer caching is disabled, or keyed on caller and route',
  severity: 'medium',
  types: ['AWS::ApiGateway::Authorizer', 'AWS::ApiGatewayV2::Authorizer'],
  rationale: 'A cached policy that is keyed on the token alone authorizes one route because another one was allowed, and outlives a change of permissions.',
  remediation: 'Set AuthorizerResultTtlInSeconds 0, or type REQUEST with the method and path (the route key for HTTP APIs) in IdentitySource.',
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
  return every(
    byRoute ? pass() : fail('it caches decisions that are not keyed on the route', sources.join(', ')),
    byCaller ? pass() : fail('it caches decisions that are not keyed on the caller', sources.join(', ')),
  );
}
