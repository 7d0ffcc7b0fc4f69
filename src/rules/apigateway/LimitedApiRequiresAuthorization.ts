import { apiOf, isLimited, operationsRequireAuthorization, requiresAuthorization } from './authorization';
import { pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-025',
  title: 'Methods of private REST APIs, and of REST APIs with a restrictive resource policy, require authorization',
  severity: 'medium',
  types: ['AWS::ApiGateway::Method', 'AWS::ApiGateway::RestApi'],
  rationale: 'A VPC endpoint or an address range names a place and no caller: whatever runs there, or reaches something that runs there, can call the API.',
  remediation: 'Set AuthorizationType AWS_IAM, or an authorizer, beside the resource policy.',
  check(resource) {
    const api = resource.type === 'AWS::ApiGateway::Method' ? apiOf(resource) : resource;
    if (!api || !isLimited(api)) return pass('a public API: see ZT-APIGATEWAY-001 and ZT-APIGATEWAY-021');
    return api === resource ? operationsRequireAuthorization(api) : requiresAuthorization(resource);
  },
};
