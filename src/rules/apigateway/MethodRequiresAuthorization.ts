import { apiOf, byCertificates, isLimited, requiresAuthorization } from './authorization';
import { pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-001',
  title: 'Methods and routes of public APIs except OPTIONS require authorization',
  severity: 'critical',
  types: ['AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Route'],
  rationale: 'A method without an authorizer is open to the internet.',
  remediation: 'Set AuthorizationType to AWS_IAM, CUSTOM with an authorizer, or COGNITO_USER_POOLS (JWT for HTTP APIs) with AuthorizationScopes.',
  check(method) {
    const api = apiOf(method);
    if (api && isLimited(api)) return pass('a private API, or one with a resource policy for some: see ZT-APIGATEWAY-025');
    return api ? byCertificates(api, () => requiresAuthorization(method)) : requiresAuthorization(method);
  },
};
