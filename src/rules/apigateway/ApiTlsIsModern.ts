import { decide, isTrue, pass } from '../../model/judge';
import type { Rule } from '../rule';
import { isPrivate } from './endpoints';

/** TLS_1_0 is what a default endpoint takes when nothing is said; private ones take TLS 1.2. */
const MODERN = /^(TLS_1_2|SecurityPolicy_TLS1[23]_\w+)$/;

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-008',
  title: 'The default endpoint of a REST API takes TLS 1.2 or newer, or is off',
  severity: 'medium',
  types: ['AWS::ApiGateway::RestApi'],
  rationale: 'A domain name with a modern policy helps little while the same API answers to TLS 1.0 at its default endpoint.',
  remediation: 'Set SecurityPolicy to one of those that begin with SecurityPolicy_TLS13 and EndpointAccessMode STRICT, or set DisableExecuteApiEndpoint.',
  check(api) {
    if (isTrue(api.at('DisableExecuteApiEndpoint'), '').verdict === 'pass') return pass('no default endpoint');
    if (isPrivate(api) && api.at('SecurityPolicy').isAbsent) return pass('private');
    return decide(api.at('SecurityPolicy'), 'its default endpoint takes TLS older than 1.2', (value) => typeof value === 'string' && MODERN.test(value));
  },
};
