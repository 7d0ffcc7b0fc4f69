import { Expression } from '../../model';
import { decide, every, isOneOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** The two of older form, and those that begin with the TLS versions that they take. */
const MODERN = /^(TLS_1_2|SecurityPolicy_TLS1[23]_\w+)$/;

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-007',
  title: 'A domain name of an API takes TLS 1.2 or newer',
  severity: 'high',
  types: ['AWS::ApiGateway::DomainName', 'AWS::ApiGateway::DomainNameV2', 'AWS::ApiGatewayV2::DomainName'],
  rationale: 'TLS 1.0 is broken: who is on the way can read and change what it protects.',
  remediation: 'Set SecurityPolicy TLS_1_2, or one of those that begin with SecurityPolicy_TLS13.',
  check(domain) {
    if (domain.type !== 'AWS::ApiGatewayV2::DomainName') return takesModern(domain.at('SecurityPolicy'));
    // an HTTP API knows no policy but TLS_1_2, which is what it takes when nothing is said
    return every(...domain.at('DomainNameConfigurations').items().map((one) => isOneOf(one.at('SecurityPolicy'), ['TLS_1_2', undefined], OLDER)));
  },
};

const OLDER = 'it takes TLS older than 1.2';

function takesModern(policy: Expression): RuleResult {
  if (policy.isAbsent) return unknown('it does not say which versions of TLS it takes', 'no SecurityPolicy');
  return decide(policy, OLDER, (value) => typeof value === 'string' && MODERN.test(value));
}
