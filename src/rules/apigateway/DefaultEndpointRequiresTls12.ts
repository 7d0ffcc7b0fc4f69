import { decide, isTrue, pass } from '../../model/judge';
import type { Rule } from '../rule';
import { isPrivate } from './endpoints';

/** TLS_1_0 is what a default endpoint takes when nothing is said; private ones take TLS 1.2. */
const MODERN = /^(TLS_1_2|SecurityPolicy_TLS1[23]_\w+)$/;

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-008',
  title: 'REST API default endpoints require TLS 1.2 or later, or are disabled',
  severity: 'medium',
  types: ['AWS::ApiGateway::RestApi'],
  rationale: 'The security policy of a custom domain name does not protect the default endpoint of the same API, which accepts TLS 1.0.',
  remediation: 'Set SecurityPolicy to a policy that begins with SecurityPolicy_TLS13 and EndpointAccessMode STRICT, or set DisableExecuteApiEndpoint.',
  check(api) {
    if (isTrue(api.at('DisableExecuteApiEndpoint'), '').verdict === 'pass') return pass('no default endpoint');
    if (isPrivate(api) && api.at('SecurityPolicy').isAbsent) return pass('private');
    return decide(api.at('SecurityPolicy'), 'its default endpoint accepts TLS versions before 1.2', (value) => typeof value === 'string' && MODERN.test(value));
  },
};
