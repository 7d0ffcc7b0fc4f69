import { Expression } from '../../model';
import { decide, every, isOneOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

/** The two of older form, and those that begin with the TLS versions that they take. */
const MODERN = /^(TLS_1_2|SecurityPolicy_TLS1[23]_\w+)$/;

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-007',
  title: 'API Gateway custom domain names require TLS 1.2 or later',
  severity: 'medium',
  types: ['AWS::ApiGateway::DomainName', 'AWS::ApiGateway::DomainNameV2', 'AWS::ApiGatewayV2::DomainName'],
  rationale: 'TLS 1.0 and 1.1 are deprecated: an attacker on the network path can read or change the traffic.',
  remediation: 'Set SecurityPolicy to TLS_1_2, or to a policy that begins with SecurityPolicy_TLS13.',
  check(domain) {
    if (domain.type !== 'AWS::ApiGatewayV2::DomainName') return takesModern(domain.at('SecurityPolicy'));
    // an HTTP API knows no policy but TLS_1_2, which is what it takes when nothing is said
    return every(...domain.at('DomainNameConfigurations').items().map((one) => isOneOf(one.at('SecurityPolicy'), ['TLS_1_2', undefined], OLDER)));
  },
};

const OLDER = 'it accepts TLS versions before 1.2';

function takesModern(policy: Expression): RuleResult {
  if (policy.isAbsent) return unknown('it sets no security policy, so its TLS versions are not known', 'no SecurityPolicy');
  return decide(policy, OLDER, (value) => typeof value === 'string' && MODERN.test(value));
}
